/** The conformance suite's view of this flavour: its futures are awaited like promises. */
import {
  type CallVerb,
  optionsOf,
  type Subject,
  type SubjectOptions,
  type SubjectSession,
  subjectSession,
  subjectSocket,
} from '@sockio/conformance'
import { type Options, poll, type Session, socketForUrl, TCP } from '../src/index.ts'

/** A call as a promise; `async`, so that what is thrown at once becomes a rejection too. */
const call: CallVerb = async (verb, args) => verb(...args)

const work = (fn: (session: SubjectSession) => unknown) => (session: Session<false>) =>
  fn(subjectSession(session, call))

const socketOf = (sock: TCP<false>) =>
  subjectSocket(sock, call, {
    lines: (options) => sock.lines(options as object) as never,
    blocks: (limit, options) => sock.blocks(limit, options as object) as never,
    poll: (request, period, options) => poll(sock, request, period, options),
    work,
    transaction: async (fn, options) => sock.transaction(fn, options),
    dispose: () => sock[Symbol.asyncDispose](),
  })

const own = (options: SubjectOptions | undefined): Options<false> => ({
  ...optionsOf<Options<false>>(options, work),
  resolveFutures: false,
})

const FUNCTION = 'the engine calls it, in the middle of its turn, and it can not cross to the thread of the engine'

const GOES_ON = 'the thread of the engine goes on, so that the limit of the whole is over'

const DECODES = 'a decoder runs in the thread of the caller, after the trace of the other one has ended'

const NEWS = 'what its listener does comes from another thread, after the engine has gone on'

const TABLES =
  'what is under way lies in Maps there, whose tables V8 keeps for a while: some hundred bytes for each call'

const TRACED = 'what is traced was done in another thread, in the context of nobody'

export const sio: Subject = {
  name: 'sio',
  ownThread: true,
  skips: {
    'reconnect as a function decides on each attempt': FUNCTION,
    'a reconnect function that throws stops the attempts and is told to onError': FUNCTION,
    'a reconnect function may close the socket': FUNCTION,
    'a reconnect function decides in the context of the construction': FUNCTION,
    'a match function is asked in the context of its stream': FUNCTION,
    'an exchange of a driver is traced in the context of its caller': TRACED,
    'among what is old, of a query': TABLES,
    'among what is old, of a transaction': TABLES,
    'among what is old, of a checked set of a driver': TABLES,
    'match is a function': FUNCTION,
    'checkServerIdentity that throws: ConnectError with that as its cause': FUNCTION,
    'pskCallback that throws: ConnectError with that as its cause': FUNCTION,
    'redact: a function of the request': FUNCTION,
    'redact: a function that throws, or gives no text, hides all, and is told to onError': FUNCTION,
    'a match function may use the socket, and changes no order with it': FUNCTION,
    'a match function that throws is told to onError, and its line is no match': FUNCTION,
    'what came while the program computed counts: a reply in a transaction': GOES_ON,
    'what came while the program computed counts: a reply in the hook, within connectionTimeout': GOES_ON,
    'a reply without a value is traced as an error': DECODES,
    'the hook does not run when its connection was closed before': NEWS,
    'a transaction that is aborted just before it begins does not run': NEWS,
  },
  connect: (host, port, options) => socketOf(new TCP(host, port, own(options))),
  connectUrl: (url, options) => socketOf(socketForUrl(url, own(options))),
}
