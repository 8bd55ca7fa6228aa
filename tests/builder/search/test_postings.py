from builder.search.postings import PostingPool


def test_postings_come_back_in_order_wherever_they_were_kept():
    """
    Spilling to disk changes nothing.
    """
    added = [
        (field, term, number, 1.0, b"")
        for number in range(5)
        for field, term in (("text", b"b"), ("kind", b"z"), ("text", b"a"))
    ]
    pool = PostingPool(limit=4)
    for posting in added:
        pool.add(posting)

    postings = list(pool.iter_postings())
    pool.cleanup()

    assert postings == sorted(added)
