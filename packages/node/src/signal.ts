/** AbortSignals of whatever realm, told by their shape: jest's jsdom has a class of its own. */
export function isSignal(value: unknown): value is AbortSignal {
  if (value instanceof AbortSignal) return true
  if (typeof value !== 'object' || value === null || !('aborted' in value) || !('addEventListener' in value))
    return false
  return typeof value.aborted === 'boolean' && typeof value.addEventListener === 'function'
}
