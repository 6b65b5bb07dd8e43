/** The errors of this library as users see them, whatever the flavour's classes. */
import type { Phase, Sent } from '@sockio/core'

export interface TypedError extends Error {
  readonly code: string
  readonly phase: Phase
  readonly sent: Sent
  readonly address: { readonly port: number }
}

export function isTyped(error: unknown): error is TypedError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && code.startsWith('SOCKIO_')
}
