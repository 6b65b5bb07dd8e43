/** What SECURITY.md promises: each promise names tests that exist, and those of the release hold. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

interface Proof {
  readonly file: string
  readonly names: readonly string[]
}

interface Promised {
  readonly what: string
  readonly proofs: readonly Proof[]
}

/** The rows of all tables: a promise, and its tests as `file` "name", "name". */
function promises(page: string): Promised[] {
  const rows = [...page.matchAll(/^\| (.+) \| (.+) \|$/gm)].filter(([, , tests = '']) => !/^(tests|---)$/.test(tests))
  return rows.map(([, what = '', tests = '']) => ({
    what,
    proofs: [...tests.matchAll(/`([^`]+)`((?:,? "[^"]+")+)/g)].map(([, file = '', names = '']) => ({
      file,
      names: [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name),
    })),
  }))
}

/** As a title, or as what a row of a test expects to be told. */
function holds(code: string, name: string): boolean {
  return ["'", '"', '`', ': '].some((before) => code.includes(before + name))
}

const all = promises(read('.github/SECURITY.md'))

test('each promise names its tests, and each of them exists', () => {
  expect(all.length).toBeGreaterThan(20)
  for (const { what, proofs } of all) {
    expect(proofs.length, what).toBeGreaterThan(0)
    for (const { file, names } of proofs) {
      const code = read(file)
      for (const name of names) expect(holds(code, name), `${file} "${name}": ${what}`).toBe(true)
    }
  }
})

test('nothing in the column of tests is left out of that', () => {
  for (const line of read('.github/SECURITY.md').matchAll(/^\| .+ \| (`.+) \|$/gm)) {
    expect((line[1] ?? '').replace(/`[^`]+`(,? "[^"]+")+(, )?/g, '')).toBe('')
  }
})

const packages = readdirSync(join(root, 'packages'))
  .filter((name) => name !== 'internal')
  .map((name) => JSON.parse(read(`packages/${name}/package.json`)))
  .filter((manifest) => manifest.private !== true)

test('no package runs a script when it is installed', () => {
  expect(packages.length).toBeGreaterThan(8)
  for (const { name, scripts } of packages) {
    const own = Object.keys(scripts ?? {}).filter((script) => /^(pre|post)?(install|prepare)$/.test(script))
    expect(own, name).toEqual([])
  }
})

describe.each(readdirSync(join(root, '.github/workflows')))('%s', (file) => {
  const workflow = read(`.github/workflows/${file}`)

  test('actions are named by commit, and leave no credentials behind', () => {
    const actions = [...workflow.matchAll(/uses: (.+)/g)].map(([, action = '']) => action)
    expect(actions.length).toBeGreaterThan(0)
    for (const action of actions) expect(action).toMatch(/^[\w/-]+@[0-9a-f]{40} # v[\d.]+$/)
    const checkouts = workflow.match(/uses: actions\/checkout@/g)
    expect(workflow.match(/persist-credentials: false/g)).toHaveLength(checkouts?.length ?? 0)
    expect(workflow).not.toMatch(/secrets\./)
  })

  test('jobs that can write take pnpm by its hash', () => {
    const writing = workflow.split(/^ {2}(?=\w+:$)/m).filter((job) => /^ +(contents|pages|id-token): write/m.test(job))
    const jobs = writing.filter((job) => /\brun:/.test(job)) // the others do what their action does, and no more
    for (const job of writing) if (!jobs.includes(job)) expect(job).not.toContain('checkout')
    for (const job of jobs) {
      expect(job).not.toMatch(/\bnpx\b|(?<!p)npm (run|install|ci)/)
      expect(job.indexOf('bash .github/pnpm.sh')).toBeGreaterThan(0)
      expect(job.indexOf('pnpm install')).toBeGreaterThan(job.indexOf('bash .github/pnpm.sh'))
    }
    expect(jobs).toHaveLength(file === 'release.yml' ? 2 : 0)
    expect(writing).toHaveLength({ 'release.yml': 2, 'site.yml': 1 }[file] ?? 0)
    expect(read('.ci/publish')).not.toMatch(/npx/)
  })

  test('jobs that run tests can read, and nothing else', () => {
    const [head = '', jobs = ''] = workflow.split(/^jobs:$/m)
    const testing = jobs
      .split(/^ {2}(?=[a-z])/m)
      .filter((job) => /run: (bash \.ci\/run|npm (test|run (fuzz|reliability|test)))/.test(job))
    expect(testing.length > 0).toBe(file !== 'site.yml') // which builds what CI has tested
    for (const job of testing) {
      expect(job).not.toMatch(/: write/)
      expect(/permissions: \{ contents: read \}/.test(job) || /^permissions:\n {2}contents: read\n/m.test(head)).toBe(
        true,
      )
    }
  })
})
