/** The logo is that of the script, and the picture for links is of the size that those who show it ask for. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { logo, logoFile, social } from '../src/logo.ts'

it('is as `node src/logo.ts` makes it', () => expect(readFileSync(logoFile, 'utf8')).toBe(logo))

it('has a picture of 1200 by 630', () => {
  const png = readFileSync(social.file)
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630])
})
