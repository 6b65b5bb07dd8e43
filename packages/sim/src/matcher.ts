/** Which requests are meant: an exact text, or a regular expression. */

/** A test without state: a `g` or `y` flag, whose `lastIndex` would make it skip requests, has no effect. */
export function matcher(what: string | RegExp): (request: string) => boolean {
  if (typeof what === 'string') return (request) => request === what
  const stateless = new RegExp(what.source, what.flags.replace(/[gy]/g, ''))
  return (request) => stateless.test(request)
}
