/** What a page is told of an error: of the error itself, only the message would get there. */
export function failure(error: unknown): {
  readonly code?: unknown
  readonly message: string
} {
  if (!(error instanceof Error)) return { message: String(error) }
  return 'code' in error
    ? { code: error.code, message: error.message }
    : { message: error.message }
}
