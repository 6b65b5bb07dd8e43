/** What the doctor writes down: the findings of each probe, as plain data. */

/** Bytes that came in one piece, and when, in ms of a monotonic clock. */
export interface Piece {
  readonly bytes: Buffer
  readonly at: number
}

/** How a connection ended: `closed`, or the code of an error; and after how many ms. */
export interface Ended {
  readonly how: string
  readonly after: number
}

/** A question, and what became of it until nothing more came. */
export interface Exchange {
  /** The end of line that it was asked with. */
  readonly end: string
  readonly asked: number
  readonly pieces: readonly Piece[]
  readonly heard: Buffer
  readonly ended: Ended | undefined
}

export interface NameFinding {
  readonly addresses: readonly string[]
  /** Why there are none. */
  readonly code: string | undefined
}

export interface Knock {
  readonly port: number
  readonly open: boolean
  /** Why it is not. */
  readonly code: string | undefined
  readonly message: string | undefined
  readonly ms: number
}

export interface PortFinding {
  readonly knocks: readonly Knock[]
  /** The one to examine; absent when it is not open. */
  readonly port: number | undefined
}

export interface BannerFinding {
  readonly heard: Buffer
  /** It still sent when the time was over. */
  readonly endless: boolean
  readonly ended: Ended | undefined
}

export interface TelnetFinding {
  readonly options: readonly string[]
}

export interface AskFinding {
  /** One for each end of line that was tried. */
  readonly tries: readonly Exchange[]
  /** The one that was answered best. */
  readonly best: Exchange | undefined
}

export interface RepliesFinding {
  readonly exchanges: readonly Exchange[]
}

export interface EchoFinding {
  readonly echo: boolean
}

export interface PromptFinding {
  /** Empty where there is none. */
  readonly prompt: string
}

export interface EndFinding {
  /** End of line of the replies; empty where there is none. */
  readonly end: string
  readonly encoding: 'utf8' | 'latin1' | undefined
}

/** Times in ms. */
export interface PaceFinding {
  /** To the first byte of each reply. */
  readonly first: readonly number[]
  /** To its last byte. */
  readonly last: readonly number[]
  /** From the last piece but one to the last. */
  readonly late: readonly number[]
  /** A question that was asked at once behind a reply got none. */
  readonly lost: boolean
}

export interface AcknowledgementFinding {
  /** From the first piece of a reply to its end, when another question was asked in between. */
  readonly pushed: readonly number[]
}

export interface SecondClientFinding {
  /** What became of a second client beside the first. */
  readonly second: 'answered' | 'unanswered' | 'closed' | 'refused'
  /** What became of the first. */
  readonly first: 'stays' | 'closed'
  /** Ms after which the second was closed. */
  readonly after: number | undefined
}

export interface IdleFinding {
  /** Ms after which it hung up. */
  readonly after: number | undefined
}

export interface StressFinding {
  /** The least pause in ms of those tried with which every question was answered. */
  readonly pacing: number | undefined
  readonly tried: readonly number[]
}

/** All that may be found, by the name of its probe. */
export interface Chart {
  readonly name?: NameFinding
  readonly port?: PortFinding
  readonly banner?: BannerFinding
  readonly ask?: AskFinding
  readonly telnet?: TelnetFinding
  readonly replies?: RepliesFinding
  readonly echo?: EchoFinding
  readonly prompt?: PromptFinding
  readonly 'end of replies'?: EndFinding
  readonly pace?: PaceFinding
  readonly acknowledgement?: AcknowledgementFinding
  readonly 'second client'?: SecondClientFinding
  readonly idle?: IdleFinding
  readonly stress?: StressFinding
}
