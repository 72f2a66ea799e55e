import { Badge, Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { WorkaroundsView, WorkaroundView } from '../../../../server/src/stabilize/workarounds/workarounds.contract.ts'
import { useSession } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useRoom } from '../crisis/room.ts'
import { useCommand, useRoomPart } from '../crisis/use-part.ts'
import styles from './Work.module.css'

/** What customers can do meanwhile: written by whoever finds it, read by customers once it is published. */
export function WorkaroundsCard() {
  const { status } = useRoom()
  const view = useRoomPart<WorkaroundsView>('workarounds')
  const [writing, { open, close }] = useDisclosure(false)
  return (
    <Card
      title={t('workarounds.title')}
      aside={
        status !== 'closed' && (
          <Button size="compact-sm" variant="default" onClick={open}>
            {t('workarounds.add')}
          </Button>
        )
      }
    >
      <Loaded query={view}>
        {({ workarounds, people }) =>
          workarounds.length === 0 ? (
            <Empty title={t('workarounds.none')} text={t('workarounds.noneText')} />
          ) : (
            <ul className={styles.list}>
              {workarounds.map((each) => (
                <Workaround key={each.id} workaround={each} people={people} />
              ))}
            </ul>
          )
        }
      </Loaded>
      {writing && <WorkaroundDialog close={close} />}
    </Card>
  )
}

function Workaround({ workaround, people }: { workaround: WorkaroundView; people: number }) {
  const { status, restoredAt } = useRoom()
  const { data: me } = useSession()
  const [changing, { open, close }] = useDisclosure(false)
  const { id, revision, body, forWhom, author, status: state } = workaround
  const publish = useCommand<{ revision: number }>(`/workarounds/${id}/publication`, undefined, t('workarounds.published'))
  const withdraw = useCommand(`/workarounds/${id}/withdrawal`)
  // Where two must agree the author is not asked for what would be refused.
  const forOthers = people > 1 && author.id === me?.id
  return (
    <li className={styles.item}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={600} className="lw-clip">
          {forWhom}
        </Text>
        <Badge color={state === 'published' ? 'green' : 'gray'}>{state === 'published' && restoredAt ? t('workarounds.over') : tOf('workaround', state)}</Badge>
      </Group>
      <Text size="sm" className="lw-prewrap">
        {body}
      </Text>
      <Text size="xs" c="dimmed">
        {author.name}
      </Text>
      {status !== 'closed' && state !== 'withdrawn' && (
        <Group gap={6} mt={6}>
          {state === 'draft' && (
            <>
              <ActionButton
                write={publish}
                body={{ revision }}
                size="compact-sm"
                may="approve-update"
                disabled={forOthers}
                confirm={{ title: t('workarounds.publishTitle'), text: t('workarounds.publishText') }}
              >
                {t('workarounds.publish')}
              </ActionButton>
              <Button size="compact-sm" variant="default" onClick={open}>
                {t('workarounds.change')}
              </Button>
            </>
          )}
          <ActionButton
            write={withdraw}
            body={undefined}
            size="compact-sm"
            variant="subtle"
            color="gray"
            may="respond"
            {...(state === 'published' ? { confirm: { title: t('workarounds.withdrawTitle'), text: t('workarounds.withdrawText') } } : {})}
          >
            {t('workarounds.withdraw')}
          </ActionButton>
        </Group>
      )}
      {status !== 'closed' && state === 'draft' && forOthers && (
        <Text size="sm" className="lw-amber" mt={4}>
          {t('workarounds.publishOther')}
        </Text>
      )}
      {changing && <WorkaroundDialog workaround={workaround} close={close} />}
    </li>
  )
}

function WorkaroundDialog({ workaround, close }: { workaround?: WorkaroundView; close: () => void }) {
  const [forWhom, setForWhom] = useState(workaround?.forWhom ?? '')
  const [body, setBody] = useState(workaround?.body ?? '')
  const write = useCommand<{ body: string; forWhom: string }>(
    workaround ? `/workarounds/${workaround.id}` : '/workarounds',
    close,
    undefined,
    workaround ? 'PUT' : 'POST',
  )
  return (
    <Modal opened onClose={close} title={t('workarounds.write')}>
      <Stack>
        <TextInput
          label={t('workarounds.forWhom')}
          placeholder={t('workarounds.forWhomPlaceholder')}
          required
          data-autofocus
          maxLength={300}
          value={forWhom}
          onChange={(event) => setForWhom(event.currentTarget.value)}
        />
        <Textarea
          label={t('workarounds.body')}
          description={t('workarounds.bodyHint')}
          required
          autosize
          minRows={3}
          maxLength={2_000}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={write} body={{ body, forWhom }} disabled={body.trim() === '' || forWhom.trim() === ''} may="respond">
            {t('workarounds.save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
