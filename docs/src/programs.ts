/**
 * The programs of the pages: `docs/programs/<page>/<task>/` has one file for each flavour, or a sentence that says why a
 * flavour has none, and what they print. A page shows them by a link to the folder that stands alone in its paragraph.
 *
 * | file                                          | what it is                                                           |
 * | --------------------------------------------- | -------------------------------------------------------------------- |
 * | `aio.ts` `sio.ts` `rx.ts` `effect.ts` `legacy.ts` | the program of the flavour: it runs as it is, and ends by itself  |
 * | `rx.md`                                       | in the place of `rx.ts`: why there is nothing to show                 |
 * | `output.txt`                                  | what each of them prints; `…` stands for anything within a line       |
 * | `rx.txt`                                      | what that of one flavour prints, where it differs                     |
 * | `bench.ts`                                    | what answers at `scope.lab:5025`; the `scope()` of `@sockio/sim` where there is none. Its `default` is a function that makes a device, or what `sockio sim bench.ts` takes: a device with its ends of line and faults. Other instruments, what else is around, and what people do meanwhile, are functions beside it: `Bench` of `docs/test/run-program.ts` |
 * | `written/`                                    | the files that the programs write, with `…` as in `output.txt`       |
 * | any other                                     | what the programs import or read: shown in front of them              |
 */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { FLAVOURS, type Flavour } from './flavours.ts'
import { docs } from './pages.ts'

/** One flavour's part of a task. */
export type Part =
  | { readonly kind: 'program'; readonly code: string; readonly output: string | undefined }
  | { readonly kind: 'none'; readonly why: string }

export interface Task {
  /** `timeouts/one-call`: its folder within `docs/programs`. */
  readonly name: string
  readonly folder: string
  readonly parts: Readonly<Record<Flavour, Part>>
  /** What the programs share, by file name: a driver, a configuration. */
  readonly shared: Readonly<Record<string, string>>
  readonly bench: string | undefined
}

const programs = join(docs, 'programs')

/** The names of all tasks. */
export function taskNames(): string[] {
  return globSync('*/*/', { cwd: programs })
    .map((path) => path.replaceAll('\\', '/').replace(/\/$/, ''))
    .sort()
}

/**
 * The task of a folder.
 * @throws Error when a flavour has neither a program nor a reason, or both
 */
export function task(name: string): Task {
  const folder = join(programs, name)
  const files = new Set(readdirSync(folder))
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  const taken = new Set(['output.txt', 'bench.ts', 'written'])
  const part = (flavour: Flavour): Part => {
    const [program, reason, own] = [`${flavour}.ts`, `${flavour}.md`, `${flavour}.txt`]
    for (const file of [program, reason, own]) taken.add(file)
    if (files.has(program) === files.has(reason)) {
      throw new Error(`docs/programs/${name} needs ${program}, or ${reason} with the reason why there is none`)
    }
    if (files.has(reason)) return { kind: 'none', why: read(reason).trim() }
    const output = [own, 'output.txt'].find((file) => files.has(file))
    return { kind: 'program', code: read(program), output: output === undefined ? undefined : read(output) }
  }
  const parts = Object.fromEntries(FLAVOURS.map((flavour) => [flavour, part(flavour)])) as Record<Flavour, Part>
  const shared = [...files].filter((file) => !taken.has(file)).sort()
  return {
    name,
    folder,
    parts,
    shared: Object.fromEntries(shared.map((file) => [file, read(file)])),
    bench: files.has('bench.ts') ? join(folder, 'bench.ts') : undefined,
  }
}

/** The task that a link leads to, when it is to the folder of one. @param path relative to the repository */
export function taskOf(path: string): string | undefined {
  const [, name] = /^docs\/programs\/([^/]+\/[^/]+)\/?$/.exec(posix.normalize(path)) ?? []
  return name !== undefined && existsSync(join(programs, name)) ? name : undefined
}

/** A link that stands alone in its paragraph; where it leads to is the first group. */
export const loneLink = /^\[[^\]\n]+\]\(([^)\s]+)\)$/gm

/** The tasks that a page shows: those whose link stands alone in its paragraph. */
export function shownOn(page: string, text: string): string[] {
  return [...text.matchAll(loneLink)].flatMap(([, href = '']) => {
    const name = taskOf(posix.join(posix.dirname(page), href))
    return name === undefined ? [] : [name]
  })
}
