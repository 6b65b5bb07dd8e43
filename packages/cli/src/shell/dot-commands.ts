/** The shell's own commands: they begin with a dot, as no command of an instrument does. */
import { writeFile } from 'node:fs/promises'
import { didYouMean } from '@sockio/core'
import { InvalidArgumentError } from 'commander'
import { eol, limit } from '../arguments.ts'
import { CommandError } from '../failure.ts'
import { safe } from '../readable.ts'
import type { Reply } from '../reply.ts'
import type { Dialogue } from './dialogue.ts'
import type { DriverTalk } from './driver-talk.ts'

/** What the commands work on. */
export interface ShellState {
  readonly dialogue: Dialogue
  readonly driver: DriverTalk | undefined
  timing: boolean
  /** What `.timeout` has said: only that goes before the limits that a driver has for its members. */
  timeout: number | undefined
  last: Reply | undefined
  over: boolean
}

interface DotCommand {
  readonly usage: string
  readonly what: string
  /** What to tell about it. */
  run(argument: string, state: ShellState): string | Promise<string>
}

const NAMES = new Map([
  ['\n', 'lf'],
  ['\r\n', 'crlf'],
  ['\r', 'cr'],
])
const WHEN = ['auto', 'always', 'never'] as const

const commands: Readonly<Record<string, DotCommand>> = {
  '.help': {
    usage: '.help',
    what: 'this list',
    run: () =>
      Object.values(commands)
        .map(({ usage, what }) => `${usage.padEnd(32)}${what}`)
        .join('\n'),
  },
  '.timing': {
    usage: '.timing [on | off]',
    what: 'how long each reply took',
    run(argument, state) {
      if (!['', 'on', 'off'].includes(argument)) throw new CommandError('.timing takes on, or off')
      state.timing = argument === '' ? !state.timing : argument === 'on'
      return `timing is ${state.timing ? 'on' : 'off'}`
    },
  },
  '.eol': {
    usage: '.eol [lf | crlf | cr | text]',
    what: 'the end of line, of commands and replies',
    run(argument, { dialogue: { manner } }) {
      if (argument !== '') {
        const end = eol(argument)
        manner.link = { ...manner.link, eol: end, writeEol: end }
      }
      const now = manner.link.eol ?? '\n'
      return `the end of line is ${NAMES.get(now) ?? safe(now)}`
    },
  },
  '.timeout': {
    usage: '.timeout [time | none]',
    what: 'the longest wait for a reply',
    run(argument, state) {
      const { manner } = state.dialogue
      if (argument !== '') {
        state.timeout = limit(argument)
        manner.link = { ...manner.link, timeout: state.timeout }
      }
      const { timeout } = manner.link
      return Number.isFinite(timeout) ? `the timeout is ${timeout} ms` : 'there is no timeout'
    },
  },
  '.reply': {
    usage: '.reply [auto | always | never]',
    what: 'which commands have a reply; auto: those with a "?"',
    run(argument, { dialogue: { manner } }) {
      const when = WHEN.find((each) => each === argument)
      if (argument !== '' && when === undefined) throw new CommandError('.reply takes auto, always or never')
      manner.reply = when ?? manner.reply
      return `replies are read: ${manner.reply}`
    },
  },
  '.members': {
    usage: '.members [name]',
    what: 'those of the driver: what they are, and what is sent for them',
    run(argument, { driver }) {
      if (driver === undefined) throw new CommandError('.members needs a driver: sockio shell --driver FILE')
      return driver.table(argument)
    },
  },
  '.save': {
    usage: '.save <file>',
    what: 'writes the last reply to a new file, of a block its payload',
    async run(argument, { last }) {
      if (argument === '') throw new CommandError('.save needs the name of a file')
      if (last === undefined) throw new CommandError('there is no reply to save yet')
      const data = last.kind === 'block' ? last.bytes : Buffer.concat([last.bytes, Buffer.from('\n')])
      await writeFile(argument, data, { flag: 'wx' })
      return `${data.length} bytes are in ${safe(argument)}`
    },
  },
  '.exit': {
    usage: '.exit',
    what: 'leaves; as Ctrl-D does',
    run(_, state) {
      state.over = true
      return ''
    },
  },
}

export const dotCommands: readonly string[] = Object.keys(commands)

/** Runs `.name argument`; what to tell of it. */
export async function runDotCommand(line: string, state: ShellState): Promise<string> {
  const [, name = '', argument = ''] = /^(\S+)\s*(.*)$/.exec(line.trimEnd()) ?? []
  const command = commands[name]
  if (command === undefined) {
    const meant = didYouMean(name, dotCommands)
    throw new CommandError(`${safe(name)} is none of ${dotCommands.join(', ')}${meant}`)
  }
  try {
    return await command.run(argument, state)
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw new CommandError(`${name}: ${error.message}`)
    throw error
  }
}
