"""Finding pages in the admin: any part of a title, a number or the text, drafts included."""
