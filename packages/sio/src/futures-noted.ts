/** What the calls of a session give: nothing else tells before the first of them. */

/** There, and true, where they give futures. */
const FUTURES = Symbol('sockio.futures')

/** Notes it of a session. */
export function noteFutures<S extends object>(session: S, futures: boolean): S {
  return Object.defineProperty(session, FUTURES, { value: futures })
}

/** Do its calls give futures? */
export function givesFutures(session: object): boolean {
  return FUTURES in session && session[FUTURES] === true
}
