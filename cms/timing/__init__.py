"""What begins or ends at a time: scheduled publication, expiry, bundles of pages that go out together."""
