/** What ends a session over NATS, and how one end tells the other. */

/** The session is over: what was asked for in it may have been done. The cause of a `ConnectionLostError` in a flavour. */
export class SessionError extends Error {
  override readonly name = 'SessionError'
  /**
   * `SESSION_GAP`: a message was lost; `SESSION_FLOOD`: more came than was allowed; `SESSION_SILENT`: no sign of the other
   * end; `SESSION_GONE`: nobody is there any more; `SESSION_CLOSED`: the other end says why.
   */
  readonly code: 'SESSION_GAP' | 'SESSION_FLOOD' | 'SESSION_SILENT' | 'SESSION_GONE' | 'SESSION_CLOSED'

  constructor(code: SessionError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** A reason as the other end reads it; nothing for an end in good order. */
export function written(reason: Error | undefined): Uint8Array {
  return Buffer.from(reason === undefined ? '' : JSON.stringify({ message: reason.message }))
}

/** Why the other end closed, as far as it said so. */
export function reasonOf(payload: Uint8Array): SessionError | undefined {
  if (payload.length === 0) return undefined
  let message = 'the other end closed it'
  try {
    const said = JSON.parse(Buffer.from(payload).toString()) as { readonly message?: unknown } | null
    if (typeof said?.message === 'string') message = said.message
  } catch {
    // it said so in another way
  }
  return new SessionError('SESSION_CLOSED', message)
}
