import { defineTable } from './define-table';
import type { Table } from './table';

/** Users and what the platform keeps about itself: jobs, notes, the message pipeline. */
export function systemTables(): Table[] {
  return [...principals(), ...pipeline(), ...jobs(), annotation()];
}

function principals(): Table[] {
  return [
    defineTable({
      name: 'systemuser',
      set: 'systemusers',
      title: 'fullname',
      label: 'User',
      labels: 'Users',
      objectTypeCode: 8,
      columns: `
        fullname! text 200
        firstname text 256
        lastname text 256
        domainname text 1024
        internalemailaddress text 100
        applicationid guid
        azureactivedirectoryobjectid guid
        isdisabled bool false
        accessmode choice 0=Read-Write|1=Administrative|2=Read|3=Support User|4=Non-interactive|5=Delegated Admin
        businessunitid lookup businessunit`,
    }),
    defineTable({
      name: 'team',
      set: 'teams',
      title: 'name',
      label: 'Team',
      labels: 'Teams',
      objectTypeCode: 9,
      columns: `
        name text 160
        teamtype choice 0=Owner|1=Access|2=Security Group|3=Office Group
        isdefault! bool false
        administratorid lookup systemuser
        businessunitid lookup businessunit`,
    }),
    defineTable({
      name: 'businessunit',
      set: 'businessunits',
      title: 'name',
      label: 'Business Unit',
      labels: 'Business Units',
      objectTypeCode: 10,
      columns: `
        name text 160
        isdisabled! bool false
        parentbusinessunitid lookup businessunit`,
    }),
    defineTable({
      name: 'organization',
      set: 'organizations',
      title: 'name',
      label: 'Organization',
      labels: 'Organizations',
      objectTypeCode: 1019,
      columns: `
        name! text 160
        languagecode! int
        maxuploadfilesize int
        expirechangetrackingindays int`,
    }),
  ];
}

function annotation(): Table {
  return defineTable({
    name: 'annotation',
    set: 'annotations',
    title: 'subject',
    label: 'Note',
    labels: 'Notes',
    ownership: 'user',
    objectTypeCode: 5,
    columns: `
      subject text 500
      notetext memo 100000
      isdocument bool false
      filename text 255
      mimetype text 256
      filesize! int
      documentbody memo 1073741823
      objecttypecode! text 64
      objectid lookup contact:objectid_contact lead:objectid_lead account:objectid_account list:objectid_list opportunity:objectid_opportunity`,
  });
}

function pipeline(): Table[] {
  return [
    defineTable({
      name: 'sdkmessage',
      set: 'sdkmessages',
      title: 'name',
      objectTypeCode: 4606,
      columns: `
        name! text 256
        categoryname! text 25
        isprivate! bool false`,
    }),
    defineTable({
      name: 'sdkmessagefilter',
      set: 'sdkmessagefilters',
      title: 'name',
      objectTypeCode: 4607,
      columns: `
        name! text 256
        primaryobjecttypecode! text 64
        secondaryobjecttypecode! text 64
        iscustomprocessingstepallowed! bool true
        isvisible! bool true
        availability! int
        sdkmessageid! lookup sdkmessage`,
    }),
    defineTable({
      name: 'serviceendpoint',
      set: 'serviceendpoints',
      title: 'name',
      label: 'Service Endpoint',
      labels: 'Service Endpoints',
      ownership: 'organization',
      objectTypeCode: 4618,
      columns: `
        name text 100
        description memo 255
        url text 2000
        path text 160
        contract choice 1=OneWay|2=Queue|3=Rest|4=TwoWay|5=Topic|6=Queue (Persistent)|7=Event Hub|8=Webhook|9=Event Grid|10=Managed Data Lake
        connectionmode choice 1=Normal|2=Federated
        authtype choice 1=ACS|2=SAS Key|3=SAS Token|4=Webhook Key|5=Http Header|6=Http Query String|7=Connection String|8=Access Key
        authvalue* memo 2500
        isauthvalueset! bool false
        messageformat choice 1=Binary XML|2=Json|3=Text XML
        messagecharset choice 0=Default|1=UTF8|2=ASCII
        namespaceformat choice 1=Namespace Name|2=Namespace Address
        userclaim choice 1=None|2=UserId`,
    }),
    defineTable({
      name: 'sdkmessageprocessingstep',
      set: 'sdkmessageprocessingsteps',
      title: 'name',
      label: 'Sdk Message Processing Step',
      labels: 'Sdk Message Processing Steps',
      ownership: 'organization',
      objectTypeCode: 4608,
      columns: `
        name text 256
        description memo 256
        stage choice 5=Initial Pre-operation (For internal use only)|10=Pre-validation|20=Pre-operation|40=Post-operation|45=Post-operation (Internal)|50=Post-operation (Deprecated)|90=Final Post-operation (For internal use only)
        mode choice 0=Synchronous|1=Asynchronous
        rank int
        supporteddeployment choice 0=Server Only|1=Microsoft Dynamics 365 Client for Outlook Only|2=Both
        asyncautodelete bool false
        filteringattributes memo 100000
        configuration memo 1073741823
        statecode choice 0=Enabled|1=Disabled
        statuscode choice 1=Enabled|2=Disabled
        eventhandler lookup serviceendpoint:eventhandler_serviceendpoint plugintype:eventhandler_plugintype
        sdkmessageid lookup sdkmessage
        sdkmessagefilterid lookup sdkmessagefilter
        impersonatinguserid lookup systemuser`,
    }),
    defineTable({
      name: 'plugintype',
      set: 'plugintypes',
      title: 'name',
      objectTypeCode: 4602,
      columns: `name text 256`,
    }),
  ];
}

function jobs(): Table[] {
  return [
    defineTable({
      name: 'asyncoperation',
      set: 'asyncoperations',
      title: 'name',
      label: 'System Job',
      labels: 'System Jobs',
      ownership: 'user',
      objectTypeCode: 4700,
      statuses: new Map([
        [0, [0]],
        [1, [10]],
        [2, [20, 21, 22]],
        [3, [30, 31, 32]],
      ]),
      columns: `
        name text 256
        operationtype choice 1=System Event|54=Execute Async Request|203=Import Solution|202=Import Solution Metadata
        statecode choice 0=Ready|1=Suspended|2=Locked|3=Completed
        statuscode choice 0=Waiting For Resources|10=Waiting|20=In Progress|21=Pausing|22=Canceling|30=Succeeded|31=Failed|32=Canceled
        message! memo 1073741823
        friendlymessage memo 1073741823
        errorcode! int
        retrycount! int
        messagename! text 160
        primaryentitytype! text 64
        correlationid! guid
        startedon! datetime
        completedon! datetime
        owningextensionid lookup sdkmessageprocessingstep`,
    }),
    defineTable({
      name: 'importjob',
      set: 'importjobs',
      title: 'name',
      objectTypeCode: 9107,
      columns: `
        name! text 256
        solutionname! text 256
        data! memo 1073741823
        progress! double
        startedon! datetime
        completedon! datetime
        solutionid! guid`,
    }),
  ];
}
