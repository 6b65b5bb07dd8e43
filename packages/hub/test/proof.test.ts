/** The proof in short: `npm run hub:proof` is the whole of it, with figures. */
import { expect, test } from 'vitest'
import { parts } from '../proof/parts.ts'

const SHORT = 0.005

test.each(parts)('$name: $says', async ({ run }) => {
  const { faults, figures } = await run(SHORT)
  expect(faults).toEqual([])
  expect(figures['crossed replies']).toBe(0)
})
