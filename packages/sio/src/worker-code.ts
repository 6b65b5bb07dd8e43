/**
 * What the thread of the sockets runs: in the tests of this package a file. The build puts all of it in here, as a text:
 * so it is found wherever the package is bundled into, and nothing else can be taken for it.
 */
export const workerCode: string | URL = new URL('./worker.ts', import.meta.url)
