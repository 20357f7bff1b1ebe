// The one Trusted Types policy of the site. The policy of the pages (require-trusted-types-for) makes browsers ask it
// about each string that a script turns into HTML or runs. HTML comes from this site's own pages, by htmx, by pieces.js
// and by the admin's scripts, and nothing in it can run: the script policy stops that. Strings that would be run
// themselves, or be the address of a script, are refused: it makes none of those, and no other policy may be made.
window.trustedTypes?.createPolicy("default", { createHTML: (html) => html });
