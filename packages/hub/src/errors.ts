/** The errors that only a hub has, of the tree of `@sockio/core`. */
import { SockioError } from '@sockio/core'

/** The client may not do that: its role is to read. */
export class RefusedError extends SockioError {
  static readonly code = 'SOCKIO_REFUSED'
  override readonly name = 'RefusedError'
  declare readonly code: typeof RefusedError.code
}

/** The hub does not own the instrument any more, or not yet: another does. Nothing was sent by the call that ends so. */
export class NotOwnerError extends SockioError {
  static readonly code = 'SOCKIO_NOT_OWNER'
  override readonly name = 'NotOwnerError'
  declare readonly code: typeof NotOwnerError.code
}
