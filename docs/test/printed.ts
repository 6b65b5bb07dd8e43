/** Programs of the pages, as they run in a test: where their instrument is, and what they print. */

/** The program with the address of the simulator; limits of replies that come are longer, since this machine may be slow. */
export function atDevice(code: string, { host, port }: { readonly host: string; readonly port: number }): string {
  return code
    .replaceAll(/\btimeout: \d+_?000\b/g, 'timeout: 60_000')
    .replaceAll(/\btimeout: '\d+ seconds?'/g, "timeout: '1 minute'")
    .replaceAll(/scope\.lab:5025|127\.0\.0\.1:5025/g, `${host}:${port}`)
    .replaceAll(/'(?:scope\.lab|127\.0\.0\.1)',\s+(port: )?5025/g, (_, name = '') => `'${host}', ${name}${port}`)
    .replaceAll(/5025, 'scope\.lab'/g, `${port}, '${host}'`)
}

/** What a page says that is printed; `…` stands for anything within a line. */
export function printsLike(output: string): RegExp {
  const pattern = output.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${pattern.join('.*')}$`)
}
