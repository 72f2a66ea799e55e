import { Group, Modal, MultiSelect, Stack, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { macroVariables } from '../../../../server/src/support/macros/macros.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { ActionFields } from './ActionFields.tsx'
import { amountsOf, asSent, type Given, givenOf, groupNames, type Macro, macrosKey, type Sent, textsOf } from './macros.ts'
import { Reading } from './Reading.tsx'
import { Versions } from './Versions.tsx'

const order = ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[]

/** The editor of a macro: its text in each language as it will read, what is done, and who may use it. */
export function MacroDialog({ macro, close }: { macro?: Macro; close: () => void }) {
  const [given, setGiven] = useState(() => givenOf(macro))
  const set = (part: Partial<Given>) => setGiven((before) => ({ ...before, ...part }))
  const write = useWrite<unknown, Sent>({
    ...(macro ? { method: 'PUT' as const, path: `/api/macros/${macro.id}` } : { path: '/api/macros' }),
    touches: [macrosKey],
    done: t('macros.saved'),
    after: close,
  })
  const remove = useWrite<unknown, { revision: number }>({
    path: `/api/macros/${macro?.id ?? ''}/removal`,
    touches: [macrosKey],
    done: t('macros.removed'),
    after: close,
  })
  const wrong = fieldErrors(write.error, ['name'] as const)
  return (
    <Modal opened onClose={close} title={macro ? t('macros.changeOf', { name: macro.name }) : t('macros.add')} size="lg">
      <Stack>
        <TextInput
          data-autofocus
          label={t('macros.name')}
          maxLength={80}
          value={given.name}
          error={wrong.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TagsInput
          label={t('macros.languages')}
          description={t('macros.languagesHint')}
          inputWrapperOrder={order}
          acceptValueOnBlur
          value={given.languages}
          onChange={(languages) => set({ languages })}
        />
        {given.languages.map((language) => (
          <Textarea
            key={language}
            label={t('macros.text', { language })}
            description={t('macros.textHint', { variables: macroVariables.map((each) => `{${each}}`).join(', ') })}
            inputWrapperOrder={order}
            autosize
            minRows={3}
            maxRows={14}
            maxLength={10_000}
            lang={language}
            value={given.texts[language] ?? ''}
            onChange={(event) => set({ texts: { ...given.texts, [language]: event.currentTarget.value } })}
          />
        ))}
        <Reading texts={textsOf(given)} />
        <ActionFields given={given} set={set} />
        <MultiSelect
          label={t('macros.groups')}
          description={t('macros.groupsHint')}
          inputWrapperOrder={order}
          data={[...groupNames]}
          value={given.groups}
          onChange={(groups) => set({ groups })}
        />
        <Group justify="space-between">
          {macro ? (
            <ActionButton
              write={remove}
              body={{ revision: macro.revision }}
              variant="subtle"
              color="red"
              confirm={{ title: t('macros.removeTitle'), text: t('macros.removeText'), color: 'red' }}
            >
              {t('macros.remove')}
            </ActionButton>
          ) : (
            <span />
          )}
          <ActionButton
            write={write}
            body={asSent(given, macro)}
            disabled={given.name.trim() === '' || amountsOf(given.goodwill) === undefined}
            quiet={Object.keys(wrong).length > 0}
          >
            {t('save')}
          </ActionButton>
        </Group>
        {macro && <Versions macro={macro.id} />}
      </Stack>
    </Modal>
  )
}
