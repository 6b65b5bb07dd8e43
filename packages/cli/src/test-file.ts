/** A test out of a recording, beside it: `session.test.ts` of `session.jsonl`. */
import { writeFileSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import { testFile } from '@sockio/recorder'
import type { Command } from 'commander'
import { driverIn } from './driver/definition.ts'
import { CommandError, exitCodes, messageOf } from './failure.ts'
import { importModule, isModule, MODULES } from './module.ts'
import { loadRecording } from './recording.ts'

export interface TestOptions {
  readonly test?: string
  readonly export?: string
}

/** Adds the options that have a test made of a recording. */
export function withTest(command: Command): Command {
  return command
    .option('--test <driver>', 'write a test for vitest beside it, which says the same through this driver: a module')
    .option('--export <name>', 'which of the drivers of the module')
}

/** What is wrong with the driver, before anything is done. */
export async function checkTest({ test, export: name }: TestOptions): Promise<void> {
  if (test !== undefined) await load(test, name)
}

async function load(file: string, name: string | undefined) {
  if (!isModule(file)) throw new CommandError(`${file}: a driver is a module: ${MODULES.join(', ')}`, exitCodes.usage)
  const exported = await importModule(file)
  const driver = driverIn(exported, file, name, '--export')
  const known = Object.keys(exported).find((each) => exported[each] === driver)
  return { driver, name: known ?? 'default' }
}

/** Writes it; its path. */
export async function writeTest(recording: string, { test = '', export: name }: TestOptions): Promise<string> {
  const loaded = await load(test, name)
  const file = join(dirname(recording), `${basename(recording, extname(recording))}.test.ts`)
  const from = (path: string) => `./${relative(dirname(resolve(file)), resolve(path))}`.replace('./../', '../')
  const source = testFile(loadRecording(recording), loaded.driver, {
    recording: from(recording),
    driver: from(test),
    name: loaded.name,
  })
  try {
    writeFileSync(file, source, { flag: 'wx' })
  } catch (error) {
    throw new CommandError(messageOf(error))
  }
  return file
}
