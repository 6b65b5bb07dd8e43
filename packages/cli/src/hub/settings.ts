/** The configuration of a hub: a file of YAML or JSON, or a module that exports one. */
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { HubSettings } from '@sockio/hub'
import { checkSettings } from '@sockio/hub'
import { LineCounter, parseDocument } from 'yaml'
import { CommandError, exitCodes, messageOf } from '../failure.ts'
import { importModule, isModule, MODULES } from '../module.ts'

const DOCUMENTS = ['.yaml', '.yml', '.json']

/** What stands in it, checked. */
export async function loadSettings(file: string): Promise<HubSettings> {
  const value = isModule(file) ? (await importModule(file)).default : readDocument(file)
  try {
    checkSettings(value)
  } catch (error) {
    throw wrongConfig(file, error)
  }
  return value
}

/** What the hub finds wrong with its settings is wrong with the file. */
export function wrongConfig(file: string, error: unknown): CommandError {
  const usage = error instanceof TypeError || error instanceof RangeError
  return new CommandError(`${file}: ${messageOf(error)}`, usage ? exitCodes.usage : exitCodes.failed, error)
}

function readDocument(file: string): unknown {
  if (!DOCUMENTS.includes(extname(file).toLowerCase())) {
    throw new CommandError(`${file}: expected a file: ${[...DOCUMENTS, ...MODULES].join(', ')}`, exitCodes.usage)
  }
  const lineCounter = new LineCounter()
  try {
    const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter, prettyErrors: false, logLevel: 'error' })
    const [error] = document.errors
    if (error === undefined) return document.toJS()
    const { line, col } = lineCounter.linePos(error.pos[0])
    throw new CommandError(`${file}:${line}:${col}: ${messageOf(error)}`, exitCodes.usage, error)
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${file}: ${messageOf(error)}`, exitCodes.usage, error)
  }
}
