/** The releases that have pages of their own, by the tags. */
import { expect, it } from 'vitest'
import { versions } from '../src/sidebar.ts'
import { releases } from '../src/versions.ts'

it('are the newest of each minor version', () => {
  const tags = [
    '@sockio/aio@1.9.0',
    '@sockio/aio@1.10.2',
    '@sockio/aio@1.10.10',
    '@sockio/rx@2.0.0',
    'nightly',
    '@sockio/aio@2.0.0-rc.1',
  ]
  expect(releases(tags)).toEqual([
    { name: 'v1.10', tag: '@sockio/aio@1.10.10' },
    { name: 'v1.9', tag: '@sockio/aio@1.9.0' },
  ])
  expect(releases([''])).toEqual([])
})

it('are a menu on each of their sites', () => {
  const main = { text: 'main', link: 'https://lab.example/', target: '_self' }
  const old = { text: 'v1.9', link: 'https://lab.example/v1.9/', target: '_self' }
  expect(versions('v1.9', 'https://lab.example/')).toEqual([{ text: 'main', items: [main, old] }])
  expect(versions('v1.9', 'https://lab.example/v1.9/')).toEqual([{ text: 'v1.9', items: [main, old] }])
  expect(versions('', 'https://lab.example/')).toEqual([])
})
