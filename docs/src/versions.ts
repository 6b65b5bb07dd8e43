/** Which releases have pages of their own: the newest of each minor version. `git tag | node src/versions.ts` lists them. */
import { text } from 'node:stream/consumers'

export interface Release {
  /** `v1.2`: the folder of the site, and the name in its menu. */
  readonly name: string
  /** All packages share their versions, so that one of them has the tags. */
  readonly tag: string
}

/** The releases, newest first. */
export function releases(tags: readonly string[]): Release[] {
  const found = tags.flatMap((tag) => {
    const [, major, minor, patch] = /^@sockio\/aio@(\d+)\.(\d+)\.(\d+)$/.exec(tag) ?? []
    return major === undefined ? [] : [{ name: `v${major}.${minor}`, tag, patch: Number(patch) }]
  })
  const newest = new Map<string, (typeof found)[number]>()
  for (const each of found) if (each.patch >= (newest.get(each.name)?.patch ?? 0)) newest.set(each.name, each)
  const names = [...newest.keys()].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  return names.map((name) => ({ name, tag: newest.get(name)?.tag ?? '' }))
}

if (import.meta.main) {
  for (const { name, tag } of releases((await text(process.stdin)).split('\n'))) console.log(`${name} ${tag}`)
}
