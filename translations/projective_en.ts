<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>StageWords</name>
    <message numerus="yes">
        <source>%1 (%Ln d late)</source>
        <translation>
            <numerusform>%1 (%Ln d late)</numerusform>
            <numerusform>%1 (%Ln d late)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (in %Ln d)</source>
        <translation>
            <numerusform>%1 (in %Ln d)</numerusform>
            <numerusform>%1 (in %Ln d)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::Application</name>
    <message numerus="yes">
        <source>The list of unsent work was damaged; all %Ln entries were saved.</source>
        <translation>
            <numerusform>The list of unsent work was damaged; its one entry was saved.</numerusform>
            <numerusform>The list of unsent work was damaged; all %Ln entries were saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The list of unsent work was damaged; %Ln entries could not be read.</source>
        <translation>
            <numerusform>The list of unsent work was damaged; %Ln entry could not be read.</numerusform>
            <numerusform>The list of unsent work was damaged; %Ln entries could not be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln things that you did were not sent or accepted yet. They will be lost.</source>
        <translation>
            <numerusform>%Ln thing that you did was not sent or accepted yet. It will be lost.</numerusform>
            <numerusform>%Ln things that you did were not sent or accepted yet. They will be lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::AssignDialog</name>
    <message numerus="yes">
        <source>They see the terms (%1) and have %Ln days to answer. Nothing is paid yet.</source>
        <translation>
            <numerusform>They see the terms (%1) and have %Ln day to answer. Nothing is paid yet.</numerusform>
            <numerusform>They see the terms (%1) and have %Ln days to answer. Nothing is paid yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::BoardColumn</name>
    <message numerus="yes">
        <source>%1, %Ln stages</source>
        <translation>
            <numerusform>%1, %Ln stage</numerusform>
            <numerusform>%1, %Ln stages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::ChannelDelegate</name>
    <message numerus="yes">
        <source>%1, %Ln unread. %2</source>
        <translation>
            <numerusform>%1, %Ln unread. %2</numerusform>
            <numerusform>%1, %Ln unread. %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::ChatSearch</name>
    <message numerus="yes">
        <source>The newest %Ln found</source>
        <translation>
            <numerusform>The newest one found</numerusform>
            <numerusform>The newest %Ln found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln found</source>
        <translation>
            <numerusform>%Ln found</numerusform>
            <numerusform>%Ln found</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::InboxPage</name>
    <message numerus="yes">
        <source>%Ln unread</source>
        <translation>
            <numerusform>%Ln unread</numerusform>
            <numerusform>%Ln unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::InboxRowDelegate</name>
    <message numerus="yes">
        <source>%Ln events</source>
        <translation>
            <numerusform>%Ln event</numerusform>
            <numerusform>%Ln events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::MessageDelegate</name>
    <message numerus="yes">
        <source>New · %Ln earlier are not loaded yet</source>
        <translation>
            <numerusform>New · %Ln earlier is not loaded yet</numerusform>
            <numerusform>New · %Ln earlier are not loaded yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::MoneyPage</name>
    <message numerus="yes">
        <source>%Ln movements exported</source>
        <translation>
            <numerusform>%Ln movement exported</numerusform>
            <numerusform>%Ln movements exported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::MyWorkPage</name>
    <message numerus="yes">
        <source>%Ln waiting for %1</source>
        <translation>
            <numerusform>%Ln waiting for %1</numerusform>
            <numerusform>%Ln waiting for %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::NavButton</name>
    <message numerus="yes">
        <source>%1, %Ln waiting</source>
        <translation>
            <numerusform>%1, %Ln waiting</numerusform>
            <numerusform>%1, %Ln waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::ProjectRowDelegate</name>
    <message numerus="yes">
        <source>%1 of %Ln stages done</source>
        <translation>
            <numerusform>%1 of %Ln stage done</numerusform>
            <numerusform>%1 of %Ln stages done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %Ln to review</source>
        <translation>
            <numerusform>%1 · %Ln to review</numerusform>
            <numerusform>%1 · %Ln to review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %Ln in review</source>
        <translation>
            <numerusform>%1 · %Ln in review</numerusform>
            <numerusform>%1 · %Ln in review</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::ProjectsPage</name>
    <message numerus="yes">
        <source>%1, %2, %3 of %Ln stages done</source>
        <translation>
            <numerusform>%1, %2, %3 of %Ln stage done</numerusform>
            <numerusform>%1, %2, %3 of %Ln stages done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln projects</source>
        <translation>
            <numerusform>%Ln project</numerusform>
            <numerusform>%Ln projects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::ReleaseDialog</name>
    <message numerus="yes">
        <source>The rest becomes a refund request, which the payee can contest within %Ln days.</source>
        <translation>
            <numerusform>The rest becomes a refund request, which the payee can contest within %Ln day.</numerusform>
            <numerusform>The rest becomes a refund request, which the payee can contest within %Ln days.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::RevisionDialog</name>
    <message numerus="yes">
        <source>%1 has %Ln days to accept them, to ask for more money, or to decline.</source>
        <translation>
            <numerusform>%1 has %Ln day to accept them, to ask for more money, or to decline.</numerusform>
            <numerusform>%1 has %Ln days to accept them, to ask for more money, or to decline.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::StageListView</name>
    <message numerus="yes">
        <source>%Ln states</source>
        <translation>
            <numerusform>%Ln state</numerusform>
            <numerusform>%Ln states</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln selected</source>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fund %Ln stages: %1 as %2</source>
        <translation>
            <numerusform>Fund %Ln stage: %1 as %2</numerusform>
            <numerusform>Fund %Ln stages: %1 as %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::SubmitDialog</name>
    <message numerus="yes">
        <source>This becomes version %1. %2 then has %Ln days to review it; after that it is approved by itself.</source>
        <translation>
            <numerusform>This becomes version %1. %2 then has %Ln day to review it; after that it is approved by itself.</numerusform>
            <numerusform>This becomes version %1. %2 then has %Ln days to review it; after that it is approved by itself.</numerusform>
        </translation>
    </message>
</context>
</TS>
