/** Programs of the pages, as they run in a test: where their instrument is, and what they print. */

/**
 * The program with the address of the simulator; limits of replies that come are longer, since this machine may be slow.
 * @param lab the name that the page gives the instrument, with its port where that is not 5025
 */
export function atDevice(
  code: string,
  { host, port }: { readonly host: string; readonly port: number },
  lab = 'scope.lab',
): string {
  const [name = lab, there = '5025'] = lab.split(':')
  const names = lab === 'scope.lab' ? 'scope\\.lab|127\\.0\\.0\\.1' : name.replaceAll('.', '\\.')
  return code
    .replaceAll(/\btimeout: \d+_?000\b/g, 'timeout: 60_000')
    .replaceAll(/\btimeout: '\d+ seconds?'/g, "timeout: '1 minute'")
    .replaceAll(new RegExp(`(?:${names}):${there}\\b`, 'g'), `${host}:${port}`)
    .replaceAll(new RegExp(`'(?:${names})',\\s+(port: )?${there}\\b`, 'g'), (_, key = '') => `'${host}', ${key}${port}`)
    .replaceAll(`${there}, '${name}'`, `${port}, '${host}'`)
}

/** What a page says that is printed; `…` stands for anything within a line. */
export function printsLike(output: string): RegExp {
  const pattern = output.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${pattern.join('.*')}$`)
}

/** What tells a runner of tests that it is run by another one, or where; and that there are colours, which a page has not. */
const outer = /^VITEST|^(?:TEST|DEV|PROD|SSR|MODE|BASE_URL|NODE_ENV|CI|GITHUB_ACTIONS|FORCE_COLOR|COLORTERM)$/

/** The environment of a reader, with the place of the instrument, for programs that ask for it there. */
export function environment({ host, port }: { readonly host: string; readonly port: number }): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(process.env).filter(([key]) => !outer.test(key)))
  return { ...own, NO_COLOR: '1', SCOPE_HOST: host, SCOPE_PORT: String(port) }
}
