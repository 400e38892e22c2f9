"""The people an edition quotes are told of it: by Webmention, by Pingback, or by a letter the editor sends.

    endpoints.py  where a page wants to be told (pure)
    telling.py    … and telling it
    letters.py    a few warm words to those who have neither (pure)

To add a way: a function in endpoints.py that finds its address, one in telling.py that uses it, one line in WAYS there.
"""
