/** All that is fuzzed, each in the tests of the package that it belongs to. */

export interface Listed {
  /** The module, from the folder `packages`. */
  readonly module: string
  /** What it exports the target as. */
  readonly name: string
}

export const targets: readonly Listed[] = [
  { module: 'core/test/fuzz/addresses.ts', name: 'addresses' },
  { module: 'core/test/fuzz/framings.ts', name: 'framings' },
  { module: 'core/test/fuzz/engine.ts', name: 'engine' },
  { module: 'core/test/fuzz/printing.ts', name: 'printing' },
  { module: 'instrument/test/fuzz/replies.ts', name: 'replies' },
  { module: 'recorder/test/fuzz/recordings.ts', name: 'recordings' },
  { module: 'sim/test/fuzz/requests.ts', name: 'requests' },
  { module: 'sim/test/fuzz/scpi.ts', name: 'scpiMessages' },
  { module: 'sim/test/fuzz/definitions.ts', name: 'definitions' },
  { module: 'hub/test/fuzz/messages.ts', name: 'messages' },
  { module: 'hub/test/fuzz/sessions.ts', name: 'sessions' },
  { module: 'cli/test/fuzz/config.ts', name: 'configurations' },
  { module: 'cli/test/fuzz/fault-lines.ts', name: 'faultLines' },
  { module: 'cli/test/fuzz/tables.ts', name: 'tables' },
  { module: 'cli/test/fuzz/lines.ts', name: 'lines' },
]
