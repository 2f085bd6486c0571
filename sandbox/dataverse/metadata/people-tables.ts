import { defineTable } from './define-table';
import type { Table } from './table';

/** Account, contact and lead as Dynamics 365 Sales ships them. */
export function peopleTables(): Table[] {
  return [account(), contact(), lead()];
}

const address = (prefix: string) => `
  ${prefix}_addressid guid
  ${prefix}_addresstypecode choice 1=Bill To|2=Ship To|3=Primary|4=Other
  ${prefix}_city text 80
  ${prefix}_composite! memo 1000
  ${prefix}_country text 80
  ${prefix}_county text 50
  ${prefix}_fax text 50
  ${prefix}_latitude double
  ${prefix}_line1 text 250
  ${prefix}_line2 text 250
  ${prefix}_line3 text 250
  ${prefix}_longitude double
  ${prefix}_name text 200
  ${prefix}_postalcode text 20
  ${prefix}_postofficebox text 20
  ${prefix}_stateorprovince text 50
  ${prefix}_telephone1 text 50
  ${prefix}_telephone2 text 50
  ${prefix}_telephone3 text 50
  ${prefix}_upszone text 4
  ${prefix}_utcoffset int`;

const consent = `
  donotbulkemail bool false Allow|Do Not Allow
  donotemail bool false Allow|Do Not Allow
  donotfax bool false Allow|Do Not Allow
  donotphone bool false Allow|Do Not Allow
  donotpostalmail bool false Allow|Do Not Allow
  donotsendmm bool false Send|Do Not Send
  followemail bool true Do Not Allow|Allow`;

const reach = `
  emailaddress1 text 100
  emailaddress2 text 100
  emailaddress3 text 100
  telephone1 text 50
  telephone2 text 50
  telephone3 text 50
  fax text 50
  websiteurl text 200`;

const personName = `
  firstname text 50
  lastname text 50
  middlename text 50
  fullname! text 160
  yomifirstname text 150
  yomilastname text 150
  yomimiddlename text 150
  yomifullname! text 450
  jobtitle text 100
  salutation text 100
  mobilephone text 50
  pager text 50`;

const stage = `
  processid guid
  stageid guid
  traversedpath text 1250
  exchangerate! decimal
  entityimage_url! text 200
  merged! bool false
  participatesinworkflow bool false
  preferredcontactmethodcode choice 1=Any|2=Email|3=Phone|4=Fax|5=Mail
  leadsourcecode choice 1=Advertisement|2=Employee Referral|3=External Referral|4=Partner|5=Public Relations|6=Seminar|7=Trade Show|8=Web|9=Word of Mouth|10=Other
  lastusedincampaign datetime
  lastonholdtime datetime
  onholdtime! int
  description memo 2000`;

function account(): Table {
  return defineTable({
    name: 'account',
    schemaName: 'Account',
    set: 'accounts',
    title: 'name',
    label: 'Account',
    labels: 'Accounts',
    ownership: 'user',
    objectTypeCode: 1,
    changeTracking: true,
    columns: `
      name text 160
      accountnumber text 20
      description memo 2000
      numberofemployees int
      revenue decimal
      primarycontactid lookup contact
      parentaccountid lookup account
      masterid! lookup account
      originatingleadid+ lookup lead
      merged! bool false
      statecode choice 0=Active|1=Inactive
      statuscode choice 1=Active|2=Inactive
      ${reach}${consent}${address('address1')}${address('address2')}`,
  });
}

function contact(): Table {
  return defineTable({
    name: 'contact',
    schemaName: 'Contact',
    set: 'contacts',
    title: 'fullname',
    label: 'Contact',
    labels: 'Contacts',
    ownership: 'user',
    objectTypeCode: 2,
    changeTracking: true,
    columns: `
      ${personName}${reach}${consent}${stage}${address('address1')}${address('address2')}${address('address3')}
      nickname text 100
      suffix text 10
      birthdate date
      anniversary date
      accountrolecode choice 1=Decision Maker|2=Employee|3=Influencer
      address1_primarycontactname text 100
      address2_primarycontactname text 100
      address3_primarycontactname text 100
      annualincome decimal
      annualincome_base! decimal
      assistantname text 100
      assistantphone text 50
      business2 text 50
      callback text 50
      childrensnames text 255
      company text 50
      creditlimit decimal
      creditonhold bool false
      customersizecode choice 1=Default Value
      customertypecode choice 1=Default Value
      department text 100
      educationcode choice 1=Default Value
      employeeid text 50
      externaluseridentifier text 50
      familystatuscode choice 1=Single|2=Married|3=Divorced|4=Widowed
      ftpsiteurl text 200
      gendercode choice 1=Male|2=Female
      governmentid text 50
      haschildrencode choice 1=Default Value
      home2 text 50
      isbackofficecustomer bool false
      managername text 100
      managerphone text 50
      marketingonly bool false
      numberofchildren int
      paymenttermscode choice 1=Net 30|2=2% 10, Net 30|3=Net 45|4=Net 60
      shippingmethodcode choice 1=Default Value
      spousesname text 100
      subscriptionid! guid
      territorycode choice 1=Default Value
      statecode choice 0=Active|1=Inactive
      statuscode choice 1=Active|2=Inactive
      masterid! lookup contact
      accountid! lookup account:-
      parentcontactid! lookup contact:-
      parentcustomerid lookup account:parentcustomerid_account contact:parentcustomerid_contact
      preferredsystemuserid lookup systemuser`,
  });
}

function lead(): Table {
  return defineTable({
    name: 'lead',
    schemaName: 'Lead',
    set: 'leads',
    title: 'fullname',
    label: 'Lead',
    labels: 'Leads',
    ownership: 'user',
    objectTypeCode: 4,
    changeTracking: true,
    statuses: new Map([
      [0, [1, 2]],
      [1, [3]],
      [2, [4, 5, 6, 7]],
    ]),
    columns: `
      ${personName}${reach}${consent}${stage}${address('address1')}${address('address2')}
      subject text 300
      companyname text 100
      yomicompanyname text 100
      budgetamount decimal
      budgetstatus choice 0=No Committed Budget|1=May Buy|2=Can Buy|3=Will Buy
      confirminterest bool false
      decisionmaker bool false
      estimatedamount decimal
      estimatedclosedate date
      estimatedvalue double
      evaluatefit bool false
      industrycode choice 1=Accounting|2=Agriculture and Non-petrol Natural Resource Extraction|3=Broadcasting Printing and Publishing
      initialcommunication choice 0=Contacted|1=Not Contacted
      leadqualitycode choice 1=Hot|2=Warm|3=Cold
      need choice 0=Must have|1=Should have|2=Good to have|3=No need
      numberofemployees int
      prioritycode choice 1=Default Value
      purchaseprocess choice 0=Individual|1=Committee|2=Unknown
      purchasetimeframe choice 0=Immediate|1=This Quarter|2=Next Quarter|3=This Year|4=Unknown
      qualificationcomments memo 2000
      revenue decimal
      salesstage choice 0=Qualify
      salesstagecode choice 1=Default Value
      schedulefollowup_prospect datetime
      schedulefollowup_qualify datetime
      sic text 20
      statecode choice 0=Open|1=Qualified|2=Disqualified
      statuscode choice 1=New|2=Contacted|3=Qualified|4=Lost|5=Cannot Contact|6=No Longer Interested|7=Canceled
      masterid! lookup lead
      qualifyingopportunityid! lookup opportunity
      accountid! lookup account:-
      contactid! lookup contact:-
      customerid lookup account:customerid_account contact:customerid_contact
      parentaccountid lookup account
      parentcontactid lookup contact`,
  });
}
