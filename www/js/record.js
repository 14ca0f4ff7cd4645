// For tests and the curious: `?record` in the address keeps a recording of this visit, in memory only.
if (new URLSearchParams(location.search).has('record')) {
  (window.nearside ??= { q: [] }).q.push(['record']);
}
