// @ts-check
/** The worker that plays the instruments. Plain JavaScript: every supported Node runs it without a build. */
import { parentPort } from 'node:worker_threads'
import { perform } from './played.mjs'

parentPort?.on('message', (command) => {
  perform(command).then(
    (value) => parentPort?.postMessage({ id: command.id, value }),
    (error) => parentPort?.postMessage({ id: command.id, error }),
  )
})
