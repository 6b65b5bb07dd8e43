/** What editors show of a method of a driver: a sentence, and the type of the flavour whose socket it is on. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { beforeAll, expect, it } from 'vitest'

const FILE = fileURLToPath(new URL('drivers.ts', import.meta.url))
const PROBE = FILE.replace('drivers.ts', 'probe.ts')

const FLAVOURS = ['aio', 'rx', 'legacy', 'blocking', 'futures', 'effect']

/** A program that takes hold of a method of each. */
const source = `import { inEachFlavour } from './drivers.ts'
declare const all: ReturnType<typeof inEachFlavour>
${FLAVOURS.map((flavour) => `all.${flavour}.voltage.set`).join('\n')}
${FLAVOURS.map((flavour) => `all.${flavour}.current.poll`).join('\n')}
`

let service: ts.LanguageService

beforeAll(() => {
  const options: ts.CompilerOptions = {
    strict: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts'],
  }
  const read = (file: string) => (file === PROBE ? source : ts.sys.readFile(file))
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [PROBE],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const text = read(file)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => fileURLToPath(new URL('..', import.meta.url)),
    getDefaultLibFileName: (given) => ts.getDefaultLibFilePath(given),
    fileExists: (file) => file === PROBE || ts.sys.fileExists(file),
    readFile: read,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    ...(ts.sys.realpath === undefined ? {} : { realpath: ts.sys.realpath }),
  }
  service = ts.createLanguageService(host)
}, 120_000)

function hover(flavour: string, method = 'voltage.set') {
  const before = `all.${flavour}.${method.split('.')[0]}.`
  const info = service.getQuickInfoAtPosition(PROBE, source.indexOf(`all.${flavour}.${method}`) + before.length)
  return {
    type: ts.displayPartsToString(info?.displayParts).replaceAll(' | undefined', ''),
    says: ts.displayPartsToString(info?.documentation),
  }
}

it('there is such a file', () => expect(readFileSync(FILE, 'utf8')).toContain('inEachFlavour'))

it.each([
  ['aio', 'BoundProperty<InPromises, number>.set: (value: number, options?: PlanOptions) => Promise<void>'],
  ['rx', 'BoundProperty<InObservables, number>.set: (value: number, options?: PlanOptions) => Observable<void>'],
  [
    'legacy',
    'BoundProperty<InCallbacks, number>.set: (value: number, options?: PlanOptions | Callback<void, Error>, callback?: Callback<void, Error>) => void',
  ],
  ['blocking', 'BoundProperty<Blocking<true>, number>.set: (value: number, options?: PlanOptions) => void'],
  ['futures', 'BoundProperty<Blocking<false>, number>.set: (value: number, options?: PlanOptions) => Future<void>'],
  [
    'effect',
    'BoundProperty<InEffects<DriverError<ReadError>>, number>.set: (value: number, options?: PlanOptions) => Effect<void, DriverError<ReadError>, never>',
  ],
])('%s', (flavour, type) => {
  const shown = hover(flavour)
  expect(shown.type.replaceAll(/\b(?:aio|rx|legacy|sio|effect|Effect)\./g, '')).toBe(`(property) ${type}`)
  expect(shown.says).toMatch(/^Sets it\. A value that can't be is refused before anything is sent, .*\.$/)
})

it.each([
  ['aio', 'Polled<number>.poll(period: number): Readings<number>'],
  ['rx', 'Polled<number>.poll(period: number, options?: ClockOptions): Observable<number>'],
  ['legacy', 'Polled<number>.poll(period: number): Readings<number>'],
  ['blocking', 'Polled<true, number>.poll(period: number): Readings<number>'],
  ['futures', 'Polled<false, number>.poll(period: number): Readings<number>'],
  [
    'effect',
    'Polled<number, DriverError<ReadError>>.poll(period: Input): Stream<number, DriverError<ReadError>, never>',
  ],
])('a stream of %s', (flavour, type) => {
  const shown = hover(flavour, 'current.poll')
  expect(shown.type).toBe(`(method) ${type}`)
  expect(shown.says).toMatch(/^Asks (at once|when it is run) and then every/)
})
