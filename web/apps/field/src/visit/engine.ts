/** The engine of ODK Web Forms, which knows XForms; it is loaded when the first form is opened, and lives under our own screens. */
import { reactive } from 'vue'
import type { FormInstanceConfig, InstanceData, LoadFormOptions, RootNode } from '@getodk/xforms-engine'

export type { AnyNode, GeneralChildNode, GroupNode, InputNode, RepeatInstanceNode, RepeatRangeNode, RootNode, SelectNode, UploadNode } from '@getodk/xforms-engine'

/** What was filled in before. `mends`: the server has this instance with other answers, so it is sent as an edit of that one. */
export interface Before { xml: string; files: { name: string; blob: Blob }[]; mends?: boolean }

// a visit's form brings all it needs along: what it refers to beyond that is nothing
const FORM: LoadFormOptions = { missingResourceBehavior: 'BLANK', fetchFormAttachment: () => Promise.resolve(new Response('', { status: 404 })) }
const INSTANCE = { stateFactory: reactive } as unknown as FormInstanceConfig

function dataOf({ xml, files }: Before): InstanceData {
  const data = new FormData()
  data.append('xml_submission_file', new File([xml], 'xml_submission_file', { type: 'text/xml' }))
  for (const { name, blob } of files) data.append(name, new File([blob], name, { type: blob.type }))
  return data as InstanceData
}

/** Loads the engine ahead, for a day without signal and for the first visit to open at once. */
export const engine = () => import('@getodk/xforms-engine')

export async function openForm(xform: string, before?: Before): Promise<RootNode> {
  const { createInstance, editInstance, restoreInstance } = await engine()
  const options = { form: FORM, instance: INSTANCE }
  if (!before) return (await createInstance(xform, options)).root
  const data = [dataOf(before)] as const
  if (before.mends) return (await editInstance(xform, { inputType: 'FORM_INSTANCE_INPUT_RESOLVED', data }, options)).root
  return (await restoreInstance(xform, { data }, options)).root
}

/** The screens' language among those of the form. */
export function speak(root: RootNode, locale: string): void {
  const wanted = root.languages.find(({ language }) => new RegExp(`\\(${locale}\\b|^${locale}\\b`, 'i').test(language))
  if (wanted && wanted.isSyntheticDefault !== true && root.currentState.activeLanguage.language !== wanted.language) root.setLanguage(wanted)
}

/** The submission as it is sent: with the hour at which the form was finished. */
export async function finished(root: RootNode): Promise<string> {
  await root.prepareInstancePayload({ payloadType: 'monolithic' })
  return root.instanceState.instanceXML
}
