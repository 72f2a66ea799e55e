import { Button, Drawer, Group, Stack, Switch, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { ImpactDefinition } from '../../../../server/src/assess/impact/definition.contract.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { isProblem } from '../../ui/problem.ts'
import { useWrite } from '../../ui/use-write.ts'
import { ConditionRows } from './ConditionRows.tsx'
import styles from './Definition.module.css'
import { type Draft, draftOf, sentOf, useDefinition, usePreview } from './definition.ts'
import { PreviewNote } from './PreviewNote.tsx'
import { ScopeRows } from './ScopeRows.tsx'
import { useServices } from './services.ts'

/** Everything that decides who is hurt, with the number it would find while it is edited. */
export function DefinitionDrawer({ close }: { close: () => void }) {
  const { number } = useRoom()
  const query = useDefinition()
  const [read, setRead] = useState(0)
  const again = async () => {
    await query.refetch()
    setRead((before) => before + 1)
  }
  return (
    <Drawer opened onClose={close} position="right" size={860} title={t('hurt.drawer', { number })}>
      <Loaded query={query}>{(definition) => <Editor key={read} definition={definition} again={again} close={close} />}</Loaded>
    </Drawer>
  )
}

function Editor({ definition, again, close }: { definition: ImpactDefinition; again: () => void; close: () => void }) {
  const { id } = useRoom()
  const { query, services } = useServices()
  // What was read when the editing began: facts that arrive meanwhile do not change it under the hands of who writes.
  const [{ revision, scope: read }] = useState(() => ({ ...sentOf(draftOf(definition)), revision: definition.revision }))
  const [draft, setDraft] = useState<Draft>(() => draftOf(definition))
  const [settled] = useDebouncedValue(draft, 400)
  const preview = usePreview(settled)
  const save = useWrite<unknown, Partial<ReturnType<typeof sentOf>> & { revision: number }>({
    method: 'PUT',
    path: crisisPath(id, '/impact/conditions'),
    touches: touched(id),
    done: t('hurt.saved'),
    after: close,
  })
  const { scope, ...others } = sentOf(draft)
  // A scope that nobody touched is not said again: the timeline tells what was changed.
  const body = { ...others, revision, ...(JSON.stringify(scope) === JSON.stringify(read) ? {} : { scope }) }
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  return (
    <Stack gap="lg">
      <section aria-labelledby="hurt-scope">
        <Title order={3} id="hurt-scope">
          {t('hurt.scope')}
        </Title>
        <Text size="sm" c="dimmed" mb="xs">
          {t('hurt.scopeText')}
        </Text>
        {query.isError && <ErrorNote error={query.error} retry={query.refetch} />}
        <ScopeRows value={draft.scope} services={services} onChange={(scope) => change({ scope })} />
        <Switch
          mt="md"
          label={t('hurt.everyone')}
          description={t('hurt.everyoneText')}
          checked={draft.everyoneInScope}
          onChange={(event) => change({ everyoneInScope: event.currentTarget.checked })}
        />
      </section>
      <section aria-labelledby="hurt-conditions">
        <Title order={3} id="hurt-conditions">
          {t('hurt.conditions')}
        </Title>
        <Text size="sm" c="dimmed" mb="xs">
          {t('hurt.conditionsText')}
        </Text>
        <ConditionRows value={draft.conditions} services={services} onChange={(conditions) => change({ conditions })} />
      </section>
      <div className={styles.foot}>
        <PreviewNote {...preview} waiting={settled !== draft} />
        <Group justify="flex-end" align="flex-start">
          {isProblem(save.error, 409) && (
            <Button variant="default" onClick={again}>
              {t('hurt.reload')}
            </Button>
          )}
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={save} body={body} disabled={!preview.complete} may="command">
            {t('save')}
          </ActionButton>
        </Group>
      </div>
    </Stack>
  )
}
