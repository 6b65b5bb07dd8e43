/** Made of ./bound.jsonl: the session again, through the driver, with the values that it gave. */
import { fileURLToPath } from 'node:url'
import { socketForUrl } from '@sockio/aio'
import { replay } from '@sockio/recorder'
import { simulate } from '@sockio/sim'
import { expect, test } from 'vitest'
import { driver } from "../rig/driver.ts"

test("./bound.jsonl", async () => {
  const recording = replay(fileURLToPath(new URL("./bound.jsonl", import.meta.url)))
  await using device = await simulate(recording)
  await using sock = socketForUrl(device.url, driver.link)
  const instrument = driver.on(sock)
  await instrument.voltage.set(12.5)
  await instrument.output.set("on")
  await expect(instrument.voltage.set(31)).rejects.toThrow()
  expect(await instrument.voltage.get()).toEqual(12.5)
  await instrument.label.set("a \"b\"")
  expect(await instrument.label.get()).toEqual("a \"b\"")
  expect(await instrument.current.get()).toEqual(0.25)
  expect(await instrument.curve.get()).toEqual(Float32Array.of(1, 2.5))
  await instrument.channel[2].scale.set(0.5)
  expect(await instrument.channel[2].scale.get()).toEqual(0.5)
  await instrument.reset()
  expect(device.errors).toEqual([])
  expect(recording.left).toBe(0)
})
