/** Limits that pass at the same time. */
import { describe } from 'vitest'
import { scenarios } from './scenarios.ts'

describe('limits that coincide', () => {
  scenarios([
    {
      title: 'of an attempt and of a query of its hook',
      settings: { hook: true, connectionTimeout: 100 },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.ask('ID?', { session: r.hook, timeout: 100 }), ['write', 'ID?\n']],
        [(r) => r.advance(100), ['settle', 'ID?', 'TimeoutError'], ['destroy'], ['settle', 'open', 'InitError']],
      ],
      states: ['connecting', 'initialising', 'idle'],
    },
    {
      title: 'the backoff after that is not skipped',
      settings: { hook: true, connectionTimeout: 100, reconnect: { retries: 1, minDelay: 50 } },
      cold: true,
      steps: [
        [(r) => r.opening(), ['connect']],
        [(r) => r.connected(), ['hook']],
        [(r) => r.ask('ID?', { session: r.hook, timeout: 100 }), ['write', 'ID?\n']],
        [(r) => r.advance(100), ['settle', 'ID?', 'TimeoutError'], ['destroy']],
        [(r) => r.advance(49)],
        [(r) => r.advance(1), ['connect']],
      ],
    },
  ])
})
