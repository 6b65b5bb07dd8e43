/** A recording explained, in text: what failed and why in the first lines, and then all that happened. */
import { fields } from '@sockio/core'
import { because } from './because.ts'
import { type Recorded, recordingOf } from './read.ts'
import { duration, type Happening, type Part, type Story, storyOf } from './story.ts'

export interface ExplainOptions {
  /** Only what concerns this call, by its number. Default: all, with the first failure in front. */
  readonly call?: number | undefined
}

/** Which call it may be is known when the recording was played. */
export const checkOptions = fields({ call: () => undefined }, 'option')

/** What the program itself has done is no riddle. */
const WANTED: readonly string[] = ['SOCKIO_ABORTED', 'SOCKIO_CLOSED']

const ARROWS: Readonly<Record<string, string>> = {
  'program engine': 'program  ->',
  'engine program': 'program  <-',
  'engine instrument': '           -> instrument',
  'instrument engine': '           <- instrument',
}

export const seconds = (microseconds: number): string => `+${(microseconds / 1e6).toFixed(6)}`

/** What is said of all of it. */
export function summary({ recording, address, lasted, parts }: Story): string {
  const failed = [...parts.values()].filter(({ failure }) => failure !== undefined).length
  const { time } = recording.beginning
  const day = `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`
  const outcome = failed === 0 ? 'none failed' : `${failed} failed`
  return `${recording.file}: ${address}, ${day}, ${duration(lasted)}: ${parts.size} call${parts.size === 1 ? '' : 's'}, ${outcome}`
}

/** What is said of one call: how it ended, and why. */
export function verdict(part: Part, story: Story): string[] {
  const { number, kind, request, failure, at, endedAt } = part
  const name = `${kind} ${number}${request === undefined ? '' : ` ${request}`}`
  if (endedAt === undefined) return [`${name} had not ended when the recording did`]
  const after = `after ${duration(endedAt - at)}`
  if (failure === undefined) return [`${name} was done ${after}`]
  const { code, phase, sent, message } = failure
  return [
    `${name} failed ${after}, ${phase}, sent: ${sent}: ${code}: ${message}`,
    `because ${because(part, story) ?? 'of that'}`,
  ]
}

/** The call that is asked for, or the first that failed. */
export function inQuestion(story: Story, call: number | undefined): Part | undefined {
  if (call === undefined) {
    const failed = [...story.parts.values()].filter(({ failure }) => failure !== undefined)
    const inOrder = failed.sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
    return inOrder.find(({ failure }) => !WANTED.includes(failure?.code ?? '')) ?? inOrder[0]
  }
  const part = story.parts.get(call)
  const last = Math.max(0, ...story.parts.keys())
  if (part === undefined) throw new RangeError(`call: ${story.recording.file} has calls 1 to ${last}, and no ${call}`)
  return part
}

/** What happened while a call was under way; all of it without one. */
export function concerning({ happenings }: Story, part: Part | undefined): readonly Happening[] {
  if (part === undefined) return happenings
  return happenings.filter(({ at, call }) => call === part.number || (at >= part.at && at <= (part.endedAt ?? at)))
}

function line({ at, from, to, text }: Happening): string {
  const arrow = ARROWS[`${from} ${to}`]
  return `${seconds(at)}  ${arrow === undefined ? `      sockio  ${text}` : `${arrow}  ${text}`}`
}

/**
 * Plays a recording again, and says what happened in it: in the first line how much, in the next two what failed first and
 * why, and then everything in the order of its time (in seconds).
 *
 * @param recording a recording, or the path of one
 * @throws {TypeError} for a wrong argument; {RangeError} for a call that there is none of; as `readRecording` for a path
 */
export function explain(recording: Recorded | string, options: ExplainOptions = {}): string {
  checkOptions(options, 'options')
  const { call } = options
  const story = storyOf(recordingOf(recording, 'recording'))
  const part = inQuestion(story, call)
  const doubt =
    story.difference === undefined
      ? []
      : ['', 'NOTE: the engine of today does not do the same again, so some of this may not be what happened.']
  const shown = concerning(story, call === undefined ? undefined : part)
  return [
    summary(story),
    ...(part === undefined ? [] : verdict(part, story)),
    ...doubt,
    '',
    ...shown.map(line),
    '',
  ].join('\n')
}
