/** Parity: a flavour exports what the others export, under the same names, plus a named list of its own. */
import { readFile } from 'node:fs/promises'

/** What its calls give has a name of its own in each flavour. */
const KIND = 'InPromises'
const AIO = new URL('../../../aio/src/index.ts', import.meta.url)

const ERRORS = new URL('../../../core/src/errors.ts', import.meta.url)

/** The names that a file exports, types included: those of its declarations and lists, and of the files that it passes on. */
async function exported(file: URL): Promise<string[]> {
  const text = await readFile(file, 'utf8')
  const declared = [...text.matchAll(/^export (?:abstract )?(?:class|const|type|interface) (\w+)/gm)]
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) => list.split(','))
  const listed = lists.map((name) => name.replace(/^\s*type\s/, '').trim()).filter((name) => name !== '')
  const passedOn = [...text.matchAll(/^export \* from '(.+)'/gm)].map(([, from = '']) =>
    exported(from === '@sockio/core/errors' ? ERRORS : new URL(from, file)),
  )
  const names = [...declared.map(([, name = '']) => name), ...listed, ...(await Promise.all(passedOn)).flat()]
  return [...new Set(names)].sort()
}

/** What the flavour whose `src/index.ts` is `file` exports beyond `@sockio/aio`, and what it lacks. */
export async function exportParity(file: URL): Promise<{ readonly extra: string[]; readonly missing: string[] }> {
  const [all, own] = await Promise.all([exported(AIO), exported(file)])
  const aio = all.filter((name) => name !== KIND)
  if (!aio.includes('TCP')) throw new Error('the exports of @sockio/aio were not found')
  return { extra: own.filter((name) => !aio.includes(name)), missing: aio.filter((name) => !own.includes(name)) }
}

/** All names that an instance answers to: its own, its class's and those of what that extends. */
export function memberNames(instance: object): string[] {
  const names = new Set(Object.keys(instance))
  for (
    let at = Object.getPrototypeOf(instance);
    at !== Object.prototype && at !== null;
    at = Object.getPrototypeOf(at)
  ) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name)
  }
  names.delete('constructor')
  return [...names].sort()
}
