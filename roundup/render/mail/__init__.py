"""What the e-mail formats share: the HTML part, the text part, and the message that holds both.

Edition ─▶ letter.py (HTML, styles inlined) ─┐
Edition ─▶ plaintext.py (from the same words) ┴▶ message.py (headers, MIME)
"""
