/** What a table of SCPI commands is. */
import type { Answer, Reply } from '../reply.ts'
import type { ScpiCall } from './call.ts'

/** Answers one command; throws `ScpiError` to report an error instead. */
export type ScpiHandler = (call: ScpiCall) => Answer

/** Handlers, or fixed replies, by SCPI pattern. */
export type ScpiCommands = Readonly<Record<string, Reply | ScpiHandler>>
