import { Alert, Checkbox, Fieldset, Group, Stack, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { randomId, request } from '../../ui/api.ts'
import { money } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import styles from '../conversations/Inbox.module.css'
import { macrosKey, type Preview, type Use } from './macros.ts'
import { sentenceOf } from './steps.ts'

type Props = { conversation: number; macro: string; crisisId?: string; used: () => void }

/** What it says and does here, looked at before it is done. */
export function MacroUse(props: Props) {
  const { conversation, macro, crisisId } = props
  const path = `/api/conversations/${conversation}/macros/${macro}`
  const query = useQuery({
    queryKey: ['macro-preview', conversation, macro, crisisId ?? null],
    queryFn: ({ signal }) => request<Preview>('POST', `${path}/preview`, { body: crisisId ? { crisisId } : {}, signal }),
    gcTime: 0,
  })
  return <Loaded query={query}>{(preview) => <Form {...props} path={path} preview={preview} />}</Loaded>
}

function Form({ path, preview, crisisId, used }: Props & { path: string; preview: Preview }) {
  const { steps, budget, waits } = preview
  const [text, setText] = useState(preview.text)
  // What cannot be done is left out, and said; the rest is done unless somebody leaves it out.
  const [without, setWithout] = useState<string[]>(steps.filter(({ why }) => why !== null).map(({ kind }) => kind))
  const [knowing, setKnowing] = useState(false)
  const [key] = useState(randomId)
  const write = useWrite<{ goodwill: { state: string } | null }, Use>({
    path,
    touches: [macrosKey, ['conversations']],
    done: ({ goodwill }) => (goodwill?.state === 'waiting' ? t('macros.doneWaits') : t('macros.done')),
    after: used,
  })
  const writes = steps.some(({ kind }) => kind === 'reply') && !without.includes('reply')
  const gives = steps.some(({ kind }) => kind === 'goodwill') && !without.includes('goodwill')
  const body: Use = {
    ...{ revision: preview.revision, seen: preview.seen, key, knowing, text: writes ? text : '' },
    without: without as Use['without'],
    ...(crisisId ? { crisisId } : {}),
  }
  const cannot = (writes && text.trim() === '') || (gives && waits !== null && !knowing)
  return (
    <Stack>
      {writes && (
        <Textarea
          label={t('macros.yourText')}
          autosize
          minRows={4}
          maxRows={16}
          maxLength={20_000}
          lang={preview.language}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          // Read, changed, and done, without a hand leaving the keys.
          autoFocus
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !cannot && !write.isPending) write.mutate(body)
          }}
        />
      )}
      <Fieldset legend={t('macros.steps')}>
        <Stack gap="xs">
          {steps.map((step) => (
            <Checkbox
              key={step.kind}
              label={sentenceOf(step)}
              description={step.why}
              disabled={step.why !== null}
              checked={!without.includes(step.kind)}
              onChange={(event) => {
                const does = event.currentTarget.checked
                setWithout((before) => (does ? before.filter((kind) => kind !== step.kind) : [...before, step.kind]))
              }}
            />
          ))}
        </Stack>
      </Fieldset>
      {gives && (
        <Text size="sm" className="lw-figures">
          {budget
            ? t('macros.budget', {
                left: money({ amountMinor: budget.leftMinor, currency: budget.currency }),
                month: money({ amountMinor: budget.monthMinor, currency: budget.currency }),
              })
            : t('macros.noBudget')}
        </Text>
      )}
      {gives && waits && (
        <Alert color="amber">
          <Text size="sm" mb="xs">
            {t('macros.waits', { why: waits })}
          </Text>
          <Checkbox label={t('macros.knowing')} checked={knowing} onChange={(event) => setKnowing(event.currentTarget.checked)} />
        </Alert>
      )}
      <Group justify="flex-end">
        <ActionButton write={write} body={body} may="converse" disabled={cannot}>
          {writes ? t('macros.do') : t('macros.doOnly')} {writes && <kbd className={styles.key}>Ctrl ↵</kbd>}
        </ActionButton>
      </Group>
    </Stack>
  )
}
