"""An event calendar: dated items in, feeds, pages and reminder mails out."""
