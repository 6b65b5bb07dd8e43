/** One connection: requests in, replies out, strictly in order. */
import type { Duplex } from 'node:stream'
import { Delays } from './delays.ts'
import type { DeviceFunction, DeviceSession } from './device.ts'
import { distort } from './distort.ts'
import type { FaultPlan, Verdict } from './fault-plan.ts'
import { LineSplitter, TOO_LONG } from './line-splitter.ts'
import { LineStream } from './line-stream.ts'
import { linger } from './linger.ts'
import { Manners } from './manners.ts'
import type { Settings } from './options.ts'
import { Output } from './output.ts'
import { tellOverrun } from './overrun.ts'
import { isPromise, perform, type Stage } from './perform.ts'
import { checkReply, type Reply } from './reply.ts'
import { RequestQueue } from './request-queue.ts'

/** What a client needs to know of its simulator. */
export interface ClientHost {
  readonly answer: DeviceFunction
  readonly settings: Settings
  readonly plan: FaultPlan
  heard(request: string): void
  failed(request: string, error: unknown): void
  reboot(ms: number): void
  left(client: Client): void
}

/** The device's end of a connection. */
export class Client implements Stage {
  readonly id: number
  readonly eol: string
  readonly #socket: Duplex
  readonly #host: ClientHost
  readonly #output: Output
  readonly #splitter: Pick<LineSplitter, 'push'>
  readonly #queue = new RequestQueue()
  readonly #delays = new Delays()
  /** Ends of replies that wait for the client to say something. */
  readonly #lateEnds = new Delays()
  readonly #manners: Manners
  readonly #session: DeviceSession
  #stream: LineStream | undefined
  #request = ''
  /** A request is being answered, or the output is held up. */
  #running = false
  /** Within `#run`, which flushes at its end. */
  #inTurn = false
  #suspended = true
  #inputEnded = false
  #gone = false

  constructor(id: number, socket: Duplex, tcp: Duplex, host: ClientHost) {
    this.id = id
    this.eol = host.settings.replyEol
    this.#socket = socket
    this.#host = host
    const { eol, maxRequest, encoding, blocks, chunks } = host.settings
    this.#splitter = chunks
      ? { push: (chunk) => [chunk.toString(encoding)] }
      : new LineSplitter(eol, maxRequest, encoding, blocks)
    this.#manners = new Manners(host.plan, () => this.disconnect('end'))
    this.#output = new Output(socket, tcp, encoding, () => this.#leave())
    this.#session = Object.freeze({
      id,
      send: (reply: Reply) => this.send(reply),
      stopStream: () => this.stopStream(),
      close: (how: 'end' | 'reset' = 'end') => this.#output.finish(how),
    })
    socket.pause()
    socket.on('error', () => undefined) // 'close' follows
    socket.on('close', () => this.#leave())
  }

  /** Begins to listen to the client, after the banner. */
  start(): void {
    for (const greeting of this.#host.plan.greetings(this.eol)) this.#output.add(greeting)
    this.refresh()
    this.#output.flush()
    this.#guard(() => {
      this.#host.answer.connected?.(this.#session)
      return undefined
    })
    this.#socket.on('data', (chunk) => this.#data(chunk))
    this.#socket.on('end', () => {
      this.#inputEnded = true
      this.#run()
    })
    this.#flow()
  }

  /** The faults have changed. */
  refresh(): void {
    const { plan } = this.#host
    if (!this.#gone) this.#manners.refresh()
    this.#output.configure(plan.has('halfOpen'), plan.split, plan.cuts)
    this.#flow()
    this.#run()
  }

  send(reply: Reply): void {
    try {
      checkReply('reply', reply)
      this.#perform(reply)?.catch((error: unknown) => this.#fail(error))
    } catch (error) {
      this.#fail(error)
    }
    if (!this.#inTurn) this.#output.flush()
  }

  stopStream(): void {
    this.#stream?.stop()
    this.#stream = undefined
  }

  disconnect(how: 'end' | 'reset'): void {
    if (how === 'end') this.#output.finish('end')
    else this.#output.reset()
  }

  /** Closes the connection without ado. */
  dispose(): void {
    this.#socket.destroy()
    this.#leave()
  }

  add(content: string | Uint8Array): void {
    this.#output.add(content)
  }

  flush(): void {
    this.#output.flush()
  }

  stream(reply: Extract<Reply, { readonly kind: 'stream' }>): void {
    this.stopStream()
    if (!this.#output.closed) this.#stream = new LineStream(reply, this.#output, this.eol, (error) => this.#fail(error))
  }

  wait(ms: number): Promise<void> {
    return this.#delays.wait(ms)
  }

  #data(chunk: Buffer): void {
    if (this.#gone) return
    this.#manners.heard()
    this.#lateEnds.hurry()
    for (const request of this.#splitter.push(chunk)) {
      this.#queue.push(request)
      if (request !== TOO_LONG) this.#host.heard(request)
    }
    if (this.#queue.full) this.#flow()
    this.#run()
  }

  /** The one place that starts to answer; runs once at a time. */
  #run(): void {
    if (this.#running) return
    this.#running = true
    const busy = this.#answerSome()
    this.#output.flush()
    this.#flow()
    if (busy !== undefined) this.#runAfter(busy)
    else if (this.#output.blocked && !this.#output.closed) this.#runAfter(this.#output.drained())
    else {
      this.#running = false
      if (this.#inputEnded && this.#queue.length === 0 && !this.#output.closed) this.#output.finish('end')
    }
  }

  /** Answers requests until one takes time, whose promise it returns, or the output is held up. */
  #answerSome(): Promise<void> | undefined {
    while (!this.#output.closed && !this.#output.blocked) {
      const request = this.#queue.shift()
      if (request === undefined) return undefined
      if (request === TOO_LONG) {
        tellOverrun(this.#host.answer)
        continue
      }
      this.#inTurn = true
      const busy = this.#guard(() => this.#handle(request))
      this.#inTurn = false
      if (busy !== undefined) return busy
    }
    return undefined
  }

  #answered(): void {
    this.#output.add(this.#host.plan.prompt)
    this.#manners.answered()
  }

  #runAfter(busy: Promise<void>): void {
    const goOn = () => {
      this.#running = false
      this.#run()
    }
    busy.then(goOn, (error: unknown) => {
      this.#fail(error)
      goOn()
    })
  }

  #handle(request: string): Promise<void> | undefined {
    this.#request = request
    if (this.#host.plan.empty) return this.#answer(request)
    const verdict = this.#host.plan.judge(request)
    if (verdict.silent || this.#manners.resting) return undefined
    const busy = this.#answerStruck(request, verdict)
    if (busy !== undefined) return busy.then(() => this.#answered())
    this.#answered()
    return undefined
  }

  #answerStruck(request: string, verdict: Verdict): Promise<void> | undefined {
    if (verdict.reboot !== undefined) {
      this.#host.reboot(verdict.reboot)
      return undefined
    }
    if (verdict.echo) this.#output.add(request + this.#host.settings.eol)
    if (verdict.cut !== undefined) this.#output.cutReply(verdict.cut)
    if (this.#output.closed) return undefined
    const busy = this.#answer(request, verdict)
    if (verdict.cut === undefined) return busy
    if (busy !== undefined) return busy.then(() => this.#endCutReply())
    this.#endCutReply()
    return undefined
  }

  /** A reply that is shorter than its cut ends the connection at its end; a stream has none. */
  #endCutReply(): void {
    if (this.#stream === undefined) this.#output.finishReply()
  }

  #answer(request: string, verdict?: Verdict): Promise<void> | undefined {
    const { answer } = this.#host // the device gets no `this`
    const reply: unknown = answer(request, this.#session)
    return isPromise(reply) ? reply.then((later) => this.#say(later, verdict)) : this.#say(reply, verdict)
  }

  #say(reply: unknown, verdict: Verdict | undefined): Promise<void> | undefined {
    if (reply === undefined) return undefined
    checkReply('what the device returned', reply)
    const busy = this.#perform(verdict === undefined ? reply : distort(reply, verdict, this.eol))
    return verdict === undefined || verdict.lateEnd === 0 || busy !== undefined ? busy : this.#endLate(verdict.lateEnd)
  }

  async #endLate(ms: number): Promise<void> {
    const last = this.#output.takeLast()
    this.#output.flush()
    await this.#lateEnds.wait(ms)
    this.#output.add(last)
  }

  /** A reply is a message, where messages have an end. */
  #perform(reply: Reply): Promise<void> | undefined {
    const busy = perform(reply, this)
    if (!this.#host.settings.messages) return busy
    if (busy !== undefined) return busy.then(() => this.#output.endMessage())
    this.#output.endMessage()
    return undefined
  }

  #guard(action: () => Promise<void> | undefined): Promise<void> | undefined {
    try {
      return action()
    } catch (error) {
      this.#fail(error)
      return undefined
    }
  }

  #fail(error: unknown): void {
    this.#host.failed(this.#request, error)
    if (!this.#gone) this.disconnect('end')
  }

  /** Reading is suspended while the device does not read, and while it has more requests than it can answer. */
  #flow(): void {
    const { plan } = this.#host
    const dead = plan.has('halfOpen') || plan.has('stall')
    const suspended = !this.#gone && (dead || this.#queue.full)
    if (suspended === this.#suspended) return
    this.#suspended = suspended
    if (suspended) this.#socket.pause()
    else this.#socket.resume()
  }

  /** Once, when the device has ended the connection or the socket is closed. */
  #leave(): void {
    if (this.#gone) return
    this.#gone = true
    this.stopStream()
    this.#output.dispose()
    this.#queue.clear()
    this.#delays.end()
    this.#lateEnds.end()
    this.#manners.end()
    this.#flow() // what the client still says is read and dropped
    linger(this.#socket)
    this.#host.left(this)
  }
}
