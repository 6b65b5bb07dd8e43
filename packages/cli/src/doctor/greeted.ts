/** A connection of which the greeting has been heard, so that what follows is a reply. */
import type { Contact } from './contact.ts'
import type { Exam } from './probe.ts'

/** @throws {Unreachable} */
export async function greeted({
  allowed,
  chart,
  patient,
}: Pick<Exam, 'allowed' | 'chart' | 'patient'>): Promise<Contact> {
  const contact = await patient.connect(chart.port?.port ?? 0)
  const expected = chart.banner?.heard.length ?? 0
  if (expected > 0) {
    await contact.until(() => contact.heard.length >= expected, 2 * allowed.silence)
  }
  return contact
}
