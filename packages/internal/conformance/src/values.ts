/** Calls and streams that give values: of every flavour, in the types of the rows. */
import type { Decoder } from '@sockio/core'
import type {
  SubjectCallOptions,
  SubjectFraming,
  SubjectSession,
  SubjectSocket,
  SubjectStream,
  SubjectStreamOptions,
} from './subject.ts'

interface As<T> {
  readonly as: Decoder<T>
}

type Data = string | Uint8Array

/** The verbs that take a decoder. */
export interface Values {
  readLine<T>(options: SubjectCallOptions & As<T>): Promise<T>
  readBlock<T>(options: SubjectCallOptions & As<T>): Promise<T>
  writeReadLine<T>(data: Data, options: SubjectCallOptions & As<T>): Promise<T>
  writeReadBlock<T>(data: Data, options: SubjectCallOptions & As<T>): Promise<T>
  exchange<T>(data: Data | undefined, framing: SubjectFraming, options: SubjectCallOptions & As<T>): Promise<T>
  query<T>(text: string, options: SubjectCallOptions & As<T>): Promise<T>
}

/** The verbs of a session, with a decoder. */
export function valuesOf(session: SubjectSession): Values {
  return session as unknown as Values
}

/** The lines of a socket as values. */
export function valuesIn<T>(sock: SubjectSocket, options: SubjectStreamOptions & As<T>): SubjectStream<T> {
  return sock.lines(options) as unknown as SubjectStream<T>
}
