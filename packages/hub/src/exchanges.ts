/** Runs what is started: each message is one exchange of the engine, and what came of it is told to its client alone. */
import type { AnySockioError, Sent } from '@sockio/core'
import { Call } from '@sockio/node'
import type { Audit, AuditEntry } from './audit.ts'
import type { Place } from './fair-queue.ts'
import type { Figures } from './figures.ts'
import type { Dialect } from './instrument.ts'
import { Message, type Parsed, type Waiting } from './jobs.ts'
import type { Link } from './link.ts'
import { Scheduler, type Worker } from './scheduler.ts'
import { type Asked, Shared } from './shared.ts'

/** Who else waits for an answer. */
interface Joined {
  readonly place: Place<Waiting>
  readonly job: Message
}

export class Exchanges implements Worker<Waiting> {
  readonly scheduler: Scheduler<Waiting>
  readonly #name: string
  readonly #dialect: Dialect
  readonly #figures: Figures
  readonly #audit: Audit | undefined
  readonly #retries: number
  readonly #link: () => Link
  readonly #shared = new Shared<Joined>()
  /** Exchanges that wait for a reply. */
  #reading = 0
  #stopped: Error | undefined

  constructor(
    name: string,
    dialect: Dialect,
    figures: Figures,
    audit: Audit | undefined,
    { pipeline, retries }: { readonly pipeline: number; readonly retries: number },
    link: () => Link,
  ) {
    this.#name = name
    this.#dialect = dialect
    this.#figures = figures
    this.#audit = audit
    this.#retries = retries
    this.#link = link
    this.scheduler = new Scheduler(this, pipeline)
  }

  get reading(): boolean {
    return this.#reading > 0
  }

  /** Begins nothing more: what waits ends with this error, and so does what was begun and never sent. */
  stop(error: Error): void {
    this.#stopped ??= error
  }

  /** There is another connection. */
  connected(): void {
    this.#shared.forgetAnswers()
  }

  start(place: Place<Waiting>, job: Waiting): boolean {
    if (job instanceof Message) {
      if (job.abandoned || job.asker.gone) return false
      if (this.#stopped === undefined) {
        this.#exchange(place, job)
        return true
      }
      this.forgotten(job, 'forgotten')
      job.asker.failed(job, this.#stopped)
      return false
    }
    job.run()
    return false
  }

  shortcut(place: Place<Waiting>, job: Waiting): 'over' | 'joined' | undefined {
    if (!(job instanceof Message) || job.kind.maxAge === undefined || job.abandoned) return undefined
    const asked = this.#shared.find(job.text, job.kind.maxAge, performance.now())
    if (asked === undefined) return undefined
    this.#figures.shared++
    if (asked.answer === undefined) {
      asked.joined.push({ place, job })
      return 'joined'
    }
    job.asker.replied(job, asked.answer)
    return 'over'
  }

  /** A message that its client had sent, and will not be begun. */
  forgotten(job: Waiting, outcome: string): void {
    if (!(job instanceof Message)) return
    this.#figures.forgotten++
    this.#log(job, outcome, 'no')
  }

  /** A message that its client may not send. */
  refused(client: string, { bytes }: Parsed): void {
    this.#write({ client, role: 'read', message: bytes, outcome: 'refused', sent: 'no' })
  }

  #exchange(place: Place<Waiting>, job: Message): void {
    const { connection } = this.#link()
    const { kind, owed } = job
    const began = performance.now()
    if (kind.writes) this.#shared.forget()
    const asked = kind.maxAge === undefined ? undefined : this.#shared.ask(job.text, began)
    job.begun = true
    if (owed.framing !== undefined) this.#reading++
    const exchange = {
      request: job.bytes,
      framing: owed.framing,
      count: owed.count,
      timeout: kind.timeout ?? this.#dialect.timeout,
      retries: this.#retries,
    }
    const call = new Call<Buffer | undefined>(
      exchange,
      ({ reply, replies }) => {
        if (owed.framing === undefined) return undefined
        return this.#dialect.replies.whole(replies ?? (reply === undefined ? [] : [reply]), kind)
      },
      undefined,
      connection.operations.settings,
    )
    connection.start(call, {
      onValue: (reply) => this.#ended(place, job, began, asked, reply, undefined),
      onError: (error) => this.#ended(place, job, began, asked, undefined, error),
    })
    if (asked === undefined) return
    for (const other of this.scheduler.those((each) => each instanceof Message && each.text === job.text)) {
      this.scheduler.lineUp(other) // joins
    }
  }

  #ended(
    place: Place<Waiting>,
    job: Message,
    began: number,
    asked: Asked<Joined> | undefined,
    reply: Buffer | undefined,
    failure: AnySockioError | undefined,
  ): void {
    const error = failure?.sent === 'no' ? (this.#stopped ?? failure) : failure
    const took = performance.now() - began
    const figures = this.#figures
    figures.exchanges++
    if (job.owed.framing !== undefined) this.#reading--
    if (job.kind.writes) figures.writes++
    if (error === undefined) figures.latency.add(took)
    else figures.failed(job.asker.name, error)
    if (job.kind.writes) this.#log(job, failure?.code ?? 'ok', failure?.sent ?? 'yes', took)
    if (asked !== undefined) {
      asked.answer = reply
      if (error !== undefined) this.#shared.drop(job.text, asked)
    }
    const all = [{ place, job }, ...(asked?.joined ?? [])]
    for (const [i, each] of all.entries()) {
      this.scheduler.done(each.place, i === 0, () => {
        if (each.job.asker.gone || each.job.abandoned) return
        if (error === undefined) each.job.asker.replied(each.job, reply)
        else each.job.asker.failed(each.job, error)
      })
    }
    this.#link().takeUnowed()
  }

  #log(job: Message, outcome: string, sent: Sent, took?: number): void {
    const { name: client, role } = job.asker
    if (job.kind.writes) this.#write({ client, role, message: job.bytes, outcome, sent, took })
  }

  #write({ message, ...entry }: Omit<AuditEntry, 'instrument'>): void {
    if (this.#audit === undefined) return
    this.#audit.write({ ...entry, instrument: this.#name, message: this.#link().connection.redacted(message) })
  }
}
