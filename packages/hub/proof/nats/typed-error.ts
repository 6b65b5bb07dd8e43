/** The errors of this library as users see them, whatever the flavour's classes. */
import type { Sent } from '@sockio/core'

export function isTyped(error: unknown): error is Error & { readonly code: string; readonly sent: Sent } {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && code.startsWith('SOCKIO_')
}
