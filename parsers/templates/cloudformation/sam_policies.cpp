// The table of SAM's policy templates, as its documentation lists them.
#include "parsers/templates/cloudformation/sam_policies.h"

#include <algorithm>

namespace demarc::cloudformation {
namespace {

constexpr PolicyTemplate templates[] = {
    {"AcmGetCertificatePolicy", "CertificateArn", "acm:GetCertificate"},
    {"AMIDescribePolicy", "", "ec2:DescribeImages"},
    {"AthenaQueryPolicy", "WorkGroupName",
     "athena:GetQueryExecution athena:GetQueryResults athena:StartQueryExecution athena:StopQueryExecution"},
    {"AWSSecretsManagerGetSecretValuePolicy", "SecretArn", "secretsmanager:GetSecretValue"},
    {"AWSSecretsManagerRotationPolicy", "FunctionName",
     "secretsmanager:DescribeSecret secretsmanager:GetSecretValue secretsmanager:PutSecretValue "
     "secretsmanager:UpdateSecretVersionStage"},
    {"CloudFormationDescribeStacksPolicy", "", "cloudformation:DescribeStacks"},
    {"CloudWatchDashboardPolicy", "",
     "cloudwatch:GetDashboard cloudwatch:ListDashboards cloudwatch:PutDashboard"},
    {"CloudWatchDescribeAlarmHistoryPolicy", "", "cloudwatch:DescribeAlarmHistory"},
    {"CloudWatchPutMetricPolicy", "", "cloudwatch:PutMetricData"},
    {"CodeCommitCrudPolicy", "RepositoryName", "codecommit:*"},
    {"CodeCommitReadPolicy", "RepositoryName", "codecommit:Get* codecommit:List*"},
    {"CodePipelineLambdaExecutionPolicy", "",
     "codepipeline:PutJobSuccessResult codepipeline:PutJobFailureResult"},
    {"CodePipelineReadOnlyPolicy", "PipelineName", "codepipeline:GetPipeline"},
    {"ComprehendBasicAccessPolicy", "",
     "comprehend:BatchDetectKeyPhrases comprehend:DetectDominantLanguage comprehend:DetectEntities "
     "comprehend:BatchDetectEntities comprehend:DetectKeyPhrases comprehend:DetectSentiment "
     "comprehend:BatchDetectDominantLanguage comprehend:BatchDetectSentiment"},
    {"CostExplorerReadOnlyPolicy", "", "ce:Get*"},
    {"DynamoDBBackupFullAccessPolicy", "TableName", "dynamodb:CreateBackup dynamodb:DeleteBackup"},
    {"DynamoDBCrudPolicy", "TableName",
     "dynamodb:GetItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:Scan dynamodb:Query dynamodb:UpdateItem "
     "dynamodb:BatchWriteItem dynamodb:BatchGetItem dynamodb:DescribeTable dynamodb:ConditionCheckItem"},
    {"DynamoDBReadPolicy", "TableName",
     "dynamodb:GetItem dynamodb:Scan dynamodb:Query dynamodb:BatchGetItem dynamodb:DescribeTable"},
    {"DynamoDBReconfigurePolicy", "TableName", "dynamodb:UpdateTable"},
    {"DynamoDBRestoreFromBackupPolicy", "TableName",
     "dynamodb:RestoreTableFromBackup dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem "
     "dynamodb:GetItem "
     "dynamodb:Query dynamodb:Scan dynamodb:BatchWriteItem"},
    {"DynamoDBStreamReadPolicy", "TableName",
     "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams"},
    {"DynamoDBWritePolicy", "TableName", "dynamodb:PutItem dynamodb:UpdateItem dynamodb:BatchWriteItem"},
    {"EC2CopyImagePolicy", "ImageId", "ec2:CopyImage"},
    {"EC2DescribePolicy", "", "ec2:DescribeRegions ec2:DescribeInstances"},
    {"EcsRunTaskPolicy", "TaskDefinition", "ecs:RunTask"},
    {"EFSWriteAccessPolicy", "FileSystem", "elasticfilesystem:ClientMount elasticfilesystem:ClientWrite"},
    {"EKSDescribePolicy", "", "eks:DescribeCluster eks:ListClusters"},
    {"ElasticMapReduceAddJobFlowStepsPolicy", "ClusterId", "elasticmapreduce:AddJobFlowSteps"},
    {"ElasticMapReduceCancelStepsPolicy", "ClusterId", "elasticmapreduce:CancelSteps"},
    {"ElasticMapReduceModifyInstanceFleetPolicy", "ClusterId",
     "elasticmapreduce:ModifyInstanceFleet elasticmapreduce:ListInstanceFleets"},
    {"ElasticMapReduceModifyInstanceGroupsPolicy", "ClusterId",
     "elasticmapreduce:ModifyInstanceGroups elasticmapreduce:ListInstanceGroups"},
    {"ElasticMapReduceSetTerminationProtectionPolicy", "ClusterId",
     "elasticmapreduce:SetTerminationProtection"},
    {"ElasticMapReduceTerminateJobFlowsPolicy", "ClusterId", "elasticmapreduce:TerminateJobFlows"},
    {"ElasticsearchHttpPostPolicy", "DomainName", "es:ESHttpPost es:ESHttpPut"},
    {"EventBridgePutEventsPolicy", "EventBusName", "events:PutEvents"},
    {"FilterLogEventsPolicy", "LogGroupName", "logs:FilterLogEvents"},
    {"FirehoseCrudPolicy", "DeliveryStreamName",
     "firehose:CreateDeliveryStream firehose:DeleteDeliveryStream firehose:DescribeDeliveryStream "
     "firehose:PutRecord firehose:PutRecordBatch firehose:UpdateDestination"},
    {"FirehoseWritePolicy", "DeliveryStreamName", "firehose:PutRecord firehose:PutRecordBatch"},
    {"KinesisCrudPolicy", "StreamName",
     "kinesis:AddTagsToStream kinesis:CreateStream kinesis:DescribeStream kinesis:GetRecords "
     "kinesis:GetShardIterator kinesis:ListStreams kinesis:PutRecord kinesis:PutRecords"},
    {"KinesisStreamReadPolicy", "StreamName",
     "kinesis:ListStreams kinesis:DescribeLimits kinesis:DescribeStream kinesis:GetRecords "
     "kinesis:GetShardIterator"},
    {"KMSDecryptPolicy", "KeyId", "kms:Decrypt"},
    {"KMSEncryptPolicy", "KeyId", "kms:Encrypt"},
    {"LambdaInvokePolicy", "FunctionName", "lambda:InvokeFunction"},
    {"MobileAnalyticsWriteOnlyAccessPolicy", "", "mobileanalytics:PutEvents"},
    {"OrganizationsListAccountsPolicy", "", "organizations:ListAccounts"},
    {"PinpointEndpointAccessPolicy", "PinpointApplicationId",
     "mobiletargeting:GetEndpoint mobiletargeting:UpdateEndpoint"},
    {"PollyFullAccessPolicy", "LexiconName", "polly:GetLexicon polly:DeleteLexicon polly:PutLexicon"},
    {"RekognitionDetectOnlyPolicy", "",
     "rekognition:DetectFaces rekognition:DetectLabels rekognition:DetectModerationLabels "
     "rekognition:DetectText"},
    {"RekognitionFacesManagementPolicy", "CollectionId",
     "rekognition:IndexFaces rekognition:DeleteFaces rekognition:SearchFaces"},
    {"RekognitionFacesPolicy", "", "rekognition:CompareFaces rekognition:DetectFaces"},
    {"RekognitionLabelsPolicy", "", "rekognition:DetectLabels rekognition:DetectModerationLabels"},
    {"RekognitionNoDataAccessPolicy", "CollectionId", "rekognition:CompareFaces rekognition:DetectLabels"},
    {"RekognitionReadPolicy", "CollectionId", "rekognition:ListCollections rekognition:ListFaces"},
    {"RekognitionWriteOnlyAccessPolicy", "CollectionId",
     "rekognition:CreateCollection rekognition:IndexFaces"},
    {"Route53ChangeResourceRecordSetsPolicy", "HostedZoneId", "route53:ChangeResourceRecordSets"},
    {"S3CrudPolicy", "BucketName",
     "s3:GetObject s3:ListBucket s3:GetBucketLocation s3:GetObjectVersion s3:PutObject s3:PutObjectAcl "
     "s3:GetLifecycleConfiguration s3:PutLifecycleConfiguration s3:DeleteObject"},
    {"S3FullAccessPolicy", "BucketName",
     "s3:GetObject s3:GetObjectAcl s3:GetObjectVersion s3:PutObject s3:PutObjectAcl s3:DeleteObject "
     "s3:DeleteObjectTagging s3:DeleteObjectVersionTagging s3:GetObjectTagging s3:GetObjectVersionTagging "
     "s3:PutObjectTagging s3:PutObjectVersionTagging s3:ListBucket s3:GetBucketLocation"},
    {"S3ReadPolicy", "BucketName",
     "s3:GetObject s3:ListBucket s3:GetBucketLocation s3:GetObjectVersion s3:GetLifecycleConfiguration"},
    {"S3WritePolicy", "BucketName", "s3:PutObject s3:PutObjectAcl s3:PutLifecycleConfiguration"},
    {"SageMakerCreateEndpointConfigPolicy", "EndpointConfigName", "sagemaker:CreateEndpointConfig"},
    {"SageMakerCreateEndpointPolicy", "EndpointName", "sagemaker:CreateEndpoint"},
    {"ServerlessRepoReadWriteAccessPolicy", "",
     "serverlessrepo:CreateApplication serverlessrepo:GetApplication"},
    {"SESBulkTemplatedCrudPolicy", "IdentityName",
     "ses:SendEmail ses:SendTemplatedEmail ses:SendBulkTemplatedEmail"},
    {"SESBulkTemplatedCrudPolicy_v2", "IdentityName",
     "ses:SendEmail ses:SendTemplatedEmail ses:SendBulkTemplatedEmail"},
    {"SESCrudPolicy", "IdentityName", "ses:SendEmail ses:SendRawEmail"},
    {"SESEmailTemplateCrudPolicy", "",
     "ses:CreateTemplate ses:GetTemplate ses:UpdateTemplate ses:DeleteTemplate"},
    {"SESSendBouncePolicy", "IdentityName", "ses:SendBounce"},
    {"SNSCrudPolicy", "TopicName",
     "sns:ListSubscriptionsByTopic sns:CreateTopic sns:SetTopicAttributes sns:Subscribe sns:Publish"},
    {"SNSPublishMessagePolicy", "TopicName", "sns:Publish"},
    {"SQSPollerPolicy", "QueueName",
     "sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage"},
    {"SQSSendMessagePolicy", "QueueName", "sqs:SendMessage"},
    {"SSMParameterReadPolicy", "ParameterName",
     "ssm:DescribeParameters ssm:GetParameters ssm:GetParameter ssm:GetParametersByPath"},
    {"SSMParameterWithSlashPrefixReadPolicy", "ParameterName",
     "ssm:DescribeParameters ssm:GetParameters ssm:GetParameter ssm:GetParametersByPath"},
    {"StepFunctionsExecutionPolicy", "StateMachineName", "states:StartExecution"},
    {"StepFunctionsCallbackPolicy", "StateMachineName", "states:SendTaskFailure states:SendTaskSuccess"},
    {"TextractDetectAnalyzePolicy", "", "textract:DetectDocumentText textract:AnalyzeDocument"},
    {"TextractGetResultPolicy", "", "textract:GetDocumentTextDetection textract:GetDocumentAnalysis"},
    {"TextractPolicy", "", "textract:*"},
    {"VPCAccessPolicy", "",
     "ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces"},
};

constexpr ManagedPolicy managed_policies[] = {
    {"AdministratorAccess", "*"},
    {"PowerUserAccess", "*"},
    {"AmazonDynamoDBFullAccess", "dynamodb:*"},
    {"AmazonDynamoDBReadOnlyAccess",
     "dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query dynamodb:Scan dynamodb:DescribeTable"},
    {"AWSLambdaDynamoDBExecutionRole",
     "dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams"},
    {"AmazonS3FullAccess", "s3:*"},
    {"AmazonS3ReadOnlyAccess", "s3:Get* s3:List*"},
    {"AmazonSQSFullAccess", "sqs:*"},
    {"AmazonSQSReadOnlyAccess", "sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListQueues"},
    {"AWSLambdaSQSQueueExecutionRole", "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes"},
    {"AmazonSNSFullAccess", "sns:*"},
    {"AmazonKinesisFullAccess", "kinesis:*"},
    {"AmazonKinesisReadOnlyAccess", "kinesis:Get* kinesis:List* kinesis:Describe*"},
    {"AWSLambdaKinesisExecutionRole",
     "kinesis:DescribeStream kinesis:GetRecords kinesis:GetShardIterator kinesis:ListStreams"},
    {"AmazonKinesisFirehoseFullAccess", "firehose:*"},
    {"AmazonEventBridgeFullAccess", "events:* scheduler:* pipes:*"},
    {"AWSStepFunctionsFullAccess", "states:*"},
    {"AWSLambda_FullAccess", "lambda:*"},
    {"AWSLambdaRole", "lambda:InvokeFunction"},
    {"AmazonSSMFullAccess", "ssm:*"},
    {"AmazonSSMReadOnlyAccess", "ssm:Get* ssm:Describe* ssm:List*"},
    {"SecretsManagerReadWrite", "secretsmanager:*"},
    {"AmazonRDSFullAccess", "rds:*"},
    {"AmazonRDSDataFullAccess", "rds-data:*"},
    {"AmazonElastiCacheFullAccess", "elasticache:*"},
    {"AmazonOpenSearchServiceFullAccess", "es:*"},
    {"AmazonCognitoPowerUser", "cognito-idp:*"},
    {"AmazonAPIGatewayInvokeFullAccess", "execute-api:Invoke"},
};

}  // namespace

const ManagedPolicy* find_managed_policy(std::string_view name) {
  if (std::size_t slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  auto at = std::find_if(std::begin(managed_policies), std::end(managed_policies),
                         [&](const ManagedPolicy& p) { return p.name == name; });
  return at == std::end(managed_policies) ? nullptr : at;
}

const PolicyTemplate* find_policy_template(std::string_view name) {
  auto at = std::find_if(std::begin(templates), std::end(templates),
                         [&](const PolicyTemplate& p) { return p.name == name; });
  return at == std::end(templates) ? nullptr : at;
}

}  // namespace demarc::cloudformation
