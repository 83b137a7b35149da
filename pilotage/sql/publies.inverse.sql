DROP FUNCTION pilotage_publies_organisations(bigint[], smallint[], varchar);
DROP FUNCTION pilotage_publies(bigint[], smallint[], varchar);
DROP FUNCTION pilotage_publies_indicateurs(bigint[], bigint[], smallint[], varchar);
