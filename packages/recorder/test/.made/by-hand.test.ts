/** Made of ./by-hand.jsonl: the session again, through the driver, with the values that it gave. */
import { fileURLToPath } from 'node:url'
import { socketForUrl } from '@sockio/aio'
import { replay } from '@sockio/recorder'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { driver } from "../rig/driver.ts"

test("./by-hand.jsonl", async () => {
  const recording = replay(fileURLToPath(new URL("./by-hand.jsonl", import.meta.url)))
  await using device = await simulate(recording)
  await using sock = socketForUrl(device.url, driver.link)
  const instrument = driver.on(sock)
  await instrument.voltage.set(3)
  expect(await instrument.voltage.get()).toEqual(3)
  // "SYST:VERS" is nothing that the driver has
  expect(device.errors).toEqual([])
  expect(recording.left).toBe(0)
})
