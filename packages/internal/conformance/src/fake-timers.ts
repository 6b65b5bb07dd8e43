/** The global timers and clocks, replaced as the fake timers of test runners replace them: they stand still. */
import timersModule from 'node:timers'

const NAMES = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const

/** Calls `run` while nothing that is armed on a global timer rings, and no clock of the globals moves. */
export async function withFakeTimers<T>(run: () => Promise<T>): Promise<T> {
  const targets: readonly (readonly [target: object, name: string, fake: unknown])[] = [
    ...NAMES.flatMap((name) => [globalThis, timersModule].map((target) => [target, name, () => 0] as const)),
    [globalThis, 'queueMicrotask', () => undefined],
    [performance, 'now', () => 0],
    [Date, 'now', () => 0],
  ]
  const real = targets.map(([target, name]) => Object.getOwnPropertyDescriptor(target, name))
  for (const [target, name, value] of targets) {
    Object.defineProperty(target, name, { value, configurable: true, writable: true })
  }
  try {
    return await run()
  } finally {
    for (const [i, [target, name]] of targets.entries()) {
      const descriptor = real[i]
      if (descriptor === undefined) Reflect.deleteProperty(target, name)
      else Object.defineProperty(target, name, descriptor)
    }
  }
}
