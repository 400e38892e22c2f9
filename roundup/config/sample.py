"""The roundup.toml that `roundup init` writes: every setting with its default, explained."""

SAMPLE = """\
# A desk of roundup. Every setting is shown with its default; take the # away to change one.

[desk]
title = "That was the local government week that was"   # the same every week
# url = ""                      # where editions appear, e.g. "https://example.org/roundup/"
# curator = ""                  # your name in the ledger (or --as, or ROUNDUP_AS)
# language = "en-GB"            # of your own words
# timezone = "Europe/London"    # whose days and weeks count

[edition]
# shape = "essay"               # essay, card, note or list
# slug = "{date}-week-that-was" # file name and address; {date} and {number} are filled in
# first_number = 1              # if you published editions before this program
# intro = ""                    # used when an edition has none of its own
# sign_off = ""                 # likewise
# categories = []               # of every edition, for the blog it appears on
# tags = []                     # likewise

[fetch]
# contact = ""                  # an address a site's owner can write to; goes into the User-Agent
# concurrency = 32              # feeds asked for at once
# per_host = 2                  # … of one host
# host_spacing = 0.5            # seconds between the requests to one host, after the first few
# deadline = 30.0               # seconds for one feed, everything included
# max_wire_bytes = 8000000      # more than this is not read of one feed
# max_body_bytes = 16000000     # after decompression
# max_redirects = 5             # then the feed is failing
# parse_seconds = 10.0          # then the feed is given up
# interval_minutes = 60         # a feed is not asked again sooner
# flood = 5                     # more old posts than this at once, from a feed known before, are held back
# allow_hosts = []              # private addresses that may be reached: "intranet.example:443", "10.1.0.0/16:80"
# proxy = ""                    # "http://proxy.example:3128": all requests go through it; it looks names up
# ca_file = ""                  # a PEM file of authorities to trust besides the system's (a network that inspects TLS)
# password_command = []         # prints lines of "https://host name password", like ["pass", "show", "roundup"]

[check]
# longest_quote = 200           # words; a longer one is a warning
# most_quoted = 0.75            # how much of an edition may be quoted, from 0 to 1
# placeholders = ["TODO", "TK", "XXX", "lorem ipsum"]   # words that must not be published
# doubles = []                  # words that may stand twice running, besides "hear hear", "had had" and their like

[render]
# out = "out"                   # the folder editions are written to
# formats = []                  # all of them
# markdown = "plain"            # whose front matter post.md has: plain, hugo, jekyll or eleventy
# passage_links = ["essay", "card", "note"]   # shapes whose quotes link to where they stand in the post

[email]
# sender = ""                   # "The Clerk’s Kettle <post@kettle.example>"
# reply_to = ""                 # where answers go, if not to the sender
# to = ""                       # the address in edition.eml: a mailing list’s, or your own to look at it first
# list_id = ""                  # a name of the list under a domain of yours: "roundup.kettle.example"
# unsubscribe = ""              # an https address that takes a reader off the list, or a mailing service’s tag for it
# unsubscribe_mail = ""         # a mail address that does
# postal = ""                   # who sends this and where they are, in a line; shown at the foot
# warn_bytes = 80000            # a larger email.html is warned about
# max_bytes = 100000            # … and refused: mail programs cut it off a little later

[feeds]
# atom = "feed.xml"             # of editions, whole
# picks = "picks.json"          # of single picks (JSON Feed)
# editions = 20                 # the newest that are in them

[order]
# words = []                    # what the desk cares about, whole words or phrases: ["housing", "social care"]
# unheard_weeks = 8             # whose authors were not in an edition for so long come forward

[order.weights]
# new = 3.0                     # it came out in the last seven days
# first_seen = 1.0              # it was first seen in the last seven days; its date is missing or not to be believed
# last_week = 1.5               # it is from the week before
# old = -1.0                    # it is more than five weeks old
# full = 1.5                    # 250 words or more
# long = 1.0                    # 1,000 words or more
# short = -1.0                  # fewer than 80 words
# empty = -1.0                  # its feed gave no text
# linked = 1.0                  # for each other blogger who linked to it this week, three at most
# reply = 1.0                   # it links to another post that waits
# answered = 0.5                # another post that waits links to it
# story = 0.5                   # it links to the same page as another blogger's post that waits
# unheard = 2.0                 # neither its author nor its blog was ever in an edition
# new_voice = 1.0               # its author never was, its blog was
# back = 1.0                    # its author was not for unheard_weeks
# lately = -1.0                 # its author was in the last fortnight
# title_words = 1.5             # one of [order] words is in its title
# text_words = 1.0              # or in its text
# only = 0.5                    # nothing else of its blog waits
# crowd = -1.0                  # eight posts or more of its blog wait
# tagged = 0.5                  # a curator tagged it
# doubt = -3.0                  # it may not be its blog's own, or was held back
# twin = -4.0                   # the same story was skipped, starred or in an edition, under another address
# decided = -5.0                # it was skipped or in an edition
# opted_out = -10.0             # its author asked to be left out

[triage]
# tags = []                     # of these, the first nine get the keys 1 to 9

[people]
# regions = []                  # folders of feeds.opml that are regions, for `roundup voices`: ["Wales", "North West"]

[notify]
# webmention = true             # where a blog takes them
# pingback = true               # likewise; false where your own WordPress sends them
# letters = true                # to those who have neither: written for you to send

# Where editions go besides out/: a table for each place, like [deliver.wordpress]. See docs/deliver.md.
"""
