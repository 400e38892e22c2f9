"""The keyboard desk without a screen: everything about `roundup triage` that can be decided by giving it values.

    keys     which key does what, and where; the footer, the page of help and the table in the docs are made from it
    board    the list: its cursor, searching, what changes in it
    wanted   the words of a filter
    paper    a post's text with what its markup says of each paragraph, laid out in lines
    mark     a passage marked by words, sentences and paragraphs
    pace     time against posts left
    lead     what a lead-in begins with
    views    the list, the edition and the head of a post as lines

To add a key: one line in `keys.KEYS`, and a method of its action's name where it is pressed (roundup/tui).
"""
