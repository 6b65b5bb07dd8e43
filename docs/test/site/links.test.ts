/** The links of the built site lead somewhere. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { addresses, file } from './built-site.ts'

const attributes = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map((match) => match[1] ?? '')
const read = new Map<string, { readonly ids: Set<string>; readonly links: readonly string[] }>()
const page = (path: string) => {
  const known = read.get(path)
  if (known !== undefined) return known
  const html = readFileSync(path, 'utf8')
  const links = ['href', 'src'].flatMap((name) => attributes(html, name))
  const made = { ids: new Set(attributes(html, 'id')), links }
  read.set(path, made)
  return made
}

it('there are pages', () => expect(addresses().length).toBeGreaterThan(100))

it('lead to pages and headings that exist; nothing is loaded from elsewhere', () => {
  const problems = addresses().flatMap((address) =>
    page(file(address) ?? '').links.flatMap((link) => {
      const url = new URL(link.replaceAll('&amp;', '&'), `http://site${address}`)
      if (url.host !== 'site') return /^(https:|data:)/.test(url.href) ? [] : [`${address}: ${link}`]
      const to = file(url.pathname)
      if (to === undefined) return [`${address}: ${link} leads nowhere`]
      const anchor = decodeURIComponent(url.hash.slice(1))
      return anchor === '' || page(to).ids.has(anchor) ? [] : [`${address}: ${link} has no such heading`]
    }),
  )
  expect(problems).toEqual([])
})
